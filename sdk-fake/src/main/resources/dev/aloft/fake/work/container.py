"""Runs one program as a container would, and ends all that it started. Needs Python 3.7.

The first line of the standard input is a JSON object; later lines are "terminate" or "kill", and
the end of the input means that whoever started this is gone: everything is ended then.

  command, directory   what is run, and where in the program's own view
  environment          all variables of the program
  root, mount          the directory that the program sees at the path "mount"
  mapping              "namespace" (the kernel shows it there), or "rewrite" (paths are replaced)
  scratch              an empty directory for what that needs
  code                 directories below root whose small texts are rewritten
"""

import ctypes
import errno
import json
import os
import signal
import sys
import threading
import time

LINUX = sys.platform.startswith("linux")
END_WITH_PARENT = 1
ADOPT_ORPHANS = 36
NEW_MOUNTS = 0x00020000
NEW_USERS = 0x10000000
BIND = 4096
RECURSIVE = 16384
PRIVATE = 1 << 18
SMALL = 1 << 20
NOT_STARTED = 126
NOT_FOUND = 127

LIBRARY = ctypes.CDLL(None, use_errno=True) if LINUX else None


class Failure(Exception):
    """Why the program cannot be started."""


def checked(name, *arguments):
    if getattr(LIBRARY, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (name, os.strerror(number)))


def mount(source, target, kind, flags):
    checked(
        "mount",
        source.encode() if source else None,
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        None,
    )


def unshare_mounts():
    """Mounts of this process's own: by privilege where it has that, else as a user of its own."""
    try:
        checked("unshare", NEW_MOUNTS)
    except OSError as problem:
        if problem.errno != errno.EPERM:
            raise
        user, group = os.geteuid(), os.getegid()
        checked("unshare", NEW_USERS | NEW_MOUNTS)
        put("/proc/self/setgroups", "deny")
        put("/proc/self/uid_map", "%d %d 1" % (user, user))
        put("/proc/self/gid_map", "%d %d 1" % (group, group))
    mount(None, "/", None, RECURSIVE | PRIVATE)


def put(path, text):
    with open(path, "w") as file:
        file.write(text)


def show(root, point, scratch):
    """Makes root visible at a path that may not exist, without changing any real directory."""
    if os.path.isdir(point):
        mount(root, point, None, BIND | RECURSIVE)
        return
    above = os.path.dirname(point)
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    mount("aloft", scratch, "tmpfs", 0)
    for entry in os.scandir(above):
        mirror(entry, os.path.join(scratch, entry.name))
    inside = os.path.join(scratch, os.path.relpath(point, above))
    os.makedirs(inside)
    mount(root, inside, None, BIND | RECURSIVE)
    if above == "/":
        os.chroot(scratch)
        os.chdir("/")
    else:
        mount(scratch, above, None, BIND | RECURSIVE)


def mirror(entry, target):
    if entry.is_symlink():
        os.symlink(os.readlink(entry.path), target)
    elif entry.is_dir():
        os.mkdir(target)
        mount(entry.path, target, None, BIND | RECURSIVE)
    else:
        open(target, "w").close()
        mount(entry.path, target, None, BIND | RECURSIVE)


class Rewriting:
    """Shows the directory by replacing its path where a program may read it."""

    def __init__(self, settings):
        self.root = settings["root"]
        self.mount = settings["mount"]
        for directory in settings.get("code") or []:
            self.rewrite(os.path.join(self.root, directory))

    def text(self, value):
        """Replaces the path where it stands as a whole."""
        parts = value.split(self.mount)
        done = parts[0]
        for part in parts[1:]:
            whole = not part or not (part[0].isalnum() or part[0] in "_-.")
            free = not done or not (done[-1].isalnum() or done[-1] in "_-./")
            done += (self.root if whole and free else self.mount) + part
        return done

    def rewrite(self, directory):
        for folder, _, names in os.walk(directory):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > SMALL:
                    continue
                with open(path, "rb") as file:
                    content = file.read()
                if self.mount.encode() not in content or b"\0" in content:
                    continue
                try:
                    text = self.text(content.decode("utf-8"))
                except UnicodeDecodeError:
                    continue
                with open(path, "wb") as file:
                    file.write(text.encode("utf-8"))

    def environment(self, given):
        environment = {name: self.text(value) for name, value in given.items()}
        paths = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "mapped")]
        if environment.get("PYTHONPATH"):
            paths.append(environment["PYTHONPATH"])
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        environment["ALOFT_FAKE_MOUNT"] = self.mount
        environment["ALOFT_FAKE_ROOT"] = self.root
        return environment


class Container:
    def __init__(self, settings):
        self.settings = settings
        self.terminating = False
        self.killed = False
        self.child = 0
        self.lock = threading.Lock()
        if LINUX:
            LIBRARY.prctl(ADOPT_ORPHANS, 1, 0, 0, 0)

    def run(self):
        threading.Thread(target=self.listen, daemon=True).start()
        with self.lock:
            if self.killed:
                return 128 + signal.SIGKILL
            self.child = self.start()
        status = self.wait()
        self.end_all()
        return status

    def start(self):
        command = self.settings["command"]
        environment = self.settings["environment"]
        directory = self.settings.get("directory") or "/"
        rewriting = None
        if self.settings["mapping"] == "rewrite":
            rewriting = Rewriting(self.settings)
            command = [rewriting.text(part) for part in command]
            environment = rewriting.environment(environment)
            directory = rewriting.text(directory)
        parent = os.getpid()
        child = os.fork()
        if child:
            return child
        try:
            os.setsid()
            if LINUX:
                LIBRARY.prctl(END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(NOT_STARTED)
            silence = os.open(os.devnull, os.O_RDONLY)
            os.dup2(silence, 0)
            if rewriting is None:
                unshare_mounts()
                show(self.settings["root"], self.settings["mount"], self.settings["scratch"])
            os.chdir(directory)
            os.execvpe(command[0], command, environment)
        except OSError as problem:
            missing = isinstance(problem, FileNotFoundError)
            os.write(1, ("%s: %s\n" % (command[0], problem)).encode("utf-8", "replace"))
            os._exit(NOT_FOUND if missing else NOT_STARTED)
        except BaseException as problem:
            os.write(1, ("%s: %r\n" % (command[0], problem)).encode("utf-8", "replace"))
            os._exit(NOT_STARTED)

    def wait(self):
        code = None
        while True:
            try:
                process, status = os.waitpid(-1, 0)
            except ChildProcessError:
                return NOT_STARTED if code is None else code
            if process == self.child:
                signalled = os.WIFSIGNALED(status)
                code = 128 + os.WTERMSIG(status) if signalled else os.WEXITSTATUS(status)
            # what was asked to stop may still be saving when its shell is gone
            if code is not None and not (self.terminating and LINUX):
                return code

    def listen(self):
        for line in sys.stdin:
            if line.strip() == "terminate":
                self.terminate()
            elif line.strip() == "kill":
                break
        self.kill()

    def terminate(self):
        with self.lock:
            self.terminating = True
            self.signal(signal.SIGTERM)

    def kill(self):
        with self.lock:
            self.killed = True
            self.terminating = False
            self.signal(signal.SIGKILL)
        for process in children() - {self.child}:
            end(process)

    def signal(self, number):
        try:
            if self.child:
                os.killpg(self.child, number)
        except OSError:
            pass  # nobody is left, or the group is not there yet
        if number == signal.SIGKILL and self.child:
            end(self.child)

    def end_all(self):
        """Ends the group, and on Linux what left it: orphans become children of this process."""
        self.signal(signal.SIGKILL)
        left = children()
        while left:
            for process in left:
                end(process)
                try:
                    os.waitpid(process, os.WNOHANG)
                except OSError:
                    pass
            time.sleep(0.005)
            left = children()


def end(process):
    try:
        os.kill(process, signal.SIGKILL)
    except OSError:
        pass  # it has ended


def children():
    found = set()
    for name in os.listdir("/proc") if LINUX else []:
        try:
            with open("/proc/%d/stat" % int(name), "rb") as file:
                if int(file.read().rpartition(b")")[2].split()[1]) == os.getpid():
                    found.add(int(name))
        except (OSError, ValueError, IndexError):
            pass  # no process, or not any more
    return found


def main():
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    container = Container(json.loads(sys.stdin.readline()))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=container.kill).start())
    code = container.run()
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
