"""Runs a training script under Aloft's portable contract. Needs Python 3.7 and nothing else.

The settings are one JSON object: the file named by the first argument, or else the variable
ALOFT_BOOTSTRAP. Everything but "entry" and "model" may be left out.

  entry, directory, arguments   the script, the directory it lies in and is run in, its arguments
  archive                       a tar.gz of that directory, unpacked to a new one
  hyperparameters               an object; numbers keep their digits
  inputs                        an object of paths, by the names of the inputs
  model, output, checkpoints    directories, made when they are missing
  metrics, parameters, failure  files: reported metrics, hyperparameters as JSON, how it failed
  metricsCopy                   a file that gets the reported metrics once the script has ended
  run, runId, provider          the run's name, its full id, the provider's scheme
  rank, hosts                   this machine's number and the names of all
  requirements                  whether requirements.txt of the directory is installed first
  environments                  a directory for virtual environments; without it, pip installs here
  grace                         seconds between asking the script to stop and stopping it
  parent                        the process id of who starts this; when it is gone, this ends too
  lock                          a file that this locks as long as it runs, on POSIX systems
  processFile                   gets the process id of what runs; it leads its process group
"""

import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

METRIC_MARK = "::aloft-metric "
MANIFEST = "aloft-model.json"
POSIX = os.name == "posix"
LINUX = sys.platform.startswith("linux")
END_WITH_PARENT = 1
ADOPT_ORPHANS = 36


class Number(str):
    """A number with the digits it was written with."""


class Failure(Exception):
    """What is wrong although the script itself has not failed."""


class FailureLine:
    """Finds the line of an exception among what was printed, else keeps the last line."""

    def __init__(self):
        self.exception = None
        self.last = None
        self.inside = False
        self.rest = b""

    def feed(self, data):
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()[-65536:]
        for line in lines:
            self.line(line.decode("utf-8", "replace").rstrip("\r"))

    def line(self, text):
        if not text.strip():
            return
        self.last = text.strip()
        if text.startswith("Traceback (most recent call last):"):
            self.inside = True
        elif self.inside and not text[0].isspace():
            self.exception = text.strip()
            self.inside = False

    def text(self):
        self.feed(b"\n")
        return (self.exception or self.last or "")[:2000]


class Supervisor:
    """Runs one program at a time in a process group of its own, and ends all that it started.

    What leaves the group is found where the kernel gives orphans to this process, on Linux.
    """

    def __init__(self, grace, process_file):
        self.grace = grace
        self.process_file = process_file
        self.child = None
        self.stopping = False
        self.lock = threading.RLock()
        self.others = children()
        if prctl(ADOPT_ORPHANS, 1):
            threading.Thread(target=self.reap, daemon=True).start()

    def run(self, command, directory, environment, errors):
        with self.lock:
            if self.stopping:
                return 128 + signal.SIGTERM
            self.child = subprocess.Popen(
                command,
                cwd=directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
                preexec_fn=end_with_parent(),
            )
        if self.process_file:
            write(self.process_file, str(self.child.pid))
        copier = threading.Thread(target=copy, args=(self.child.stderr, errors), daemon=True)
        copier.start()
        code = self.child.wait()
        self.kill_group()
        self.kill_orphans()
        copier.join(5)
        return code if code >= 0 else 128 - code

    def stop(self):
        with self.lock:
            self.stopping = True
            if self.child is None or self.child.poll() is not None:
                return
            self.child.terminate()
        timer = threading.Timer(self.grace, self.kill_group)
        timer.daemon = True
        timer.start()

    def kill_group(self):
        try:
            if POSIX:
                os.killpg(self.child.pid, signal.SIGKILL)
            else:
                self.child.kill()
        except OSError:
            pass  # nobody is left


    def kill_orphans(self):
        end = time.monotonic() + 5
        orphans = children() - self.others
        while orphans and time.monotonic() < end:
            for orphan in orphans:
                try:
                    os.kill(orphan, signal.SIGKILL)
                except OSError:
                    pass  # it ended, or belongs to somebody else
                reaped(orphan)
            time.sleep(0.01)
            orphans = children() - self.others

    def reap(self):
        """Orphans that ended by themselves must not fill the table of processes."""
        while True:
            time.sleep(10)
            with self.lock:
                own = {self.child.pid} if self.child else set()
                for orphan in children() - self.others - own:
                    reaped(orphan)


def reaped(child):
    try:
        os.waitpid(child, os.WNOHANG)
    except OSError:
        pass  # somebody else did


def children():
    """The processes whose parent this one is, on Linux."""
    found = set()
    for name in os.listdir("/proc") if LINUX else []:
        try:
            with open("/proc/%d/stat" % int(name), "rb") as file:
                if int(file.read().rpartition(b")")[2].split()[1]) == os.getpid():
                    found.add(int(name))
        except (OSError, ValueError, IndexError):
            pass  # no process, or not any more
    return found


def system_prctl():
    try:
        return ctypes.CDLL(None).prctl if LINUX else None
    except (OSError, AttributeError):
        return None


def prctl(option, value):
    return PRCTL is not None and PRCTL(option, value, 0, 0, 0) == 0


def end_with_parent():
    """On Linux the kernel ends the script when this process is killed and cannot do it."""
    return (lambda: prctl(END_WITH_PARENT, signal.SIGKILL)) if PRCTL else None


PRCTL = system_prctl()


def copy(pipe, errors):
    while True:
        data = os.read(pipe.fileno(), 65536)
        if not data:
            return
        errors.feed(data)
        write_all(2, data)


def write_all(descriptor, data):
    while data:
        data = data[os.write(descriptor, data):]


def say(line):
    write_all(1, (line + "\n").encode("utf-8", "replace"))


def write(path, text):
    unfinished = path + ".new-%d" % os.getpid()
    with open(unfinished, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def follow_metrics(path, ended):
    """Prints each reported metric once as a marked line."""
    position = 0
    while True:
        last = ended.wait(0.5)
        try:
            with open(path, "rb") as file:
                file.seek(position)
                data = file.read()
        except FileNotFoundError:
            data = b""
        whole = data if last else data[: data.rfind(b"\n") + 1]
        position += len(whole)
        for line in whole.split(b"\n"):
            show_metric(line)
        if last:
            return


def show_metric(line):
    try:
        metric = json.loads(line.decode("utf-8"))
        shown = {"name": str(metric["name"]), "value": float(metric["value"])}
        if metric.get("step") is not None:
            shown["step"] = int(metric["step"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return
    say(METRIC_MARK + json.dumps(shown))


def watch_parent(supervisor, parent, failure):
    while os.getppid() == parent:
        time.sleep(0.25)
    if failure:
        write(failure, json.dumps({"exitCode": 143, "error": "the process that started it is gone"}))
    supervisor.grace = min(supervisor.grace, 2)
    supervisor.stop()


def settings():
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            text = file.read()
    else:
        text = os.environ.get("ALOFT_BOOTSTRAP", "{}")
    return json.loads(text), json.loads(text, parse_int=Number, parse_float=Number)


def environment_of(config):
    directories = {"MODEL": config["model"]}
    directories["OUTPUT"] = config.get("output") or tempfile.mkdtemp("-output")
    directories["CHECKPOINT"] = config.get("checkpoints") or tempfile.mkdtemp("-checkpoints")
    scratch = tempfile.mkdtemp("-aloft")
    parameters = config.get("parameters") or os.path.join(scratch, "hyperparameters.json")
    write(parameters, json.dumps(config.get("hyperparameters") or {}, ensure_ascii=False))
    hosts = config.get("hosts") or ["localhost"]
    environment = dict(os.environ)
    environment.pop("ALOFT_BOOTSTRAP", None)
    for name, directory in directories.items():
        os.makedirs(directory, exist_ok=True)
        environment["ALOFT_%s_DIR" % name] = directory
    for name, path in (config.get("inputs") or {}).items():
        environment["ALOFT_INPUT_" + name.upper().replace("-", "_")] = path
    environment.update(
        ALOFT_HYPERPARAMETERS=parameters,
        ALOFT_METRICS=config.get("metrics") or os.path.join(scratch, "metrics.jsonl"),
        ALOFT_RUN=config.get("run") or "",
        ALOFT_PROVIDER=config.get("provider") or "",
        ALOFT_RANK=str(config.get("rank") or 0),
        ALOFT_WORLD_SIZE=str(len(hosts)),
        ALOFT_HOSTS=",".join(hosts),
        PYTHONUNBUFFERED="1",
    )
    return environment


def arguments_of(config):
    arguments = list(config.get("arguments") or [])
    for name, value in (config.get("hyperparameters") or {}).items():
        arguments.append("--" + name)
        arguments.append(str(value).lower() if isinstance(value, bool) else str(value))
    return arguments


def interpreter(config, supervisor, directory):
    if not config.get("requirements"):
        return sys.executable
    requirements = os.path.join(directory, "requirements.txt")
    if not os.path.isfile(requirements):
        raise Failure("there is no requirements.txt beside the script")
    environments = config.get("environments")
    if not environments:
        install(supervisor, sys.executable, requirements)
        return sys.executable
    mark = mark_of(requirements, directory)
    os.makedirs(environments, exist_ok=True)
    home = os.path.join(environments, mark)
    python = os.path.join(home, *(["bin", "python"] if POSIX else ["Scripts", "python.exe"]))
    with open(home + ".lock", "a") as lock:
        hold(lock)
        if not os.path.exists(os.path.join(home, "complete")):
            shutil.rmtree(home, ignore_errors=True)
            say("aloft: making a virtual environment for requirements.txt")
            make = [sys.executable, "-m", "venv", "--system-site-packages", home]
            call(supervisor, make, "no virtual environment")
            install(supervisor, python, requirements)
            if POSIX:
                os.sync()
            write(os.path.join(home, "complete"), "")
    return python


def mark_of(requirements, directory):
    """The same for the same Python and the same requirements, with all files that they name."""
    content = contents(requirements, set())
    digest = hashlib.sha256(content + repr((sys.executable, sys.version)).encode())
    if re.search(rb"(?m)^\s*(-e|--editable|\.|/|file:)", content):
        for folder, folders, names in os.walk(directory):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)
                digest.update((os.path.relpath(path, directory) + hash_of(path)).encode())
    return digest.hexdigest()[:32]


def contents(requirements, seen):
    """A list of requirements and the lists that it names."""
    if requirements in seen or not os.path.isfile(requirements):
        return b""
    seen.add(requirements)
    with open(requirements, "rb") as file:
        content = file.read()
    for name in re.findall(rb"(?m)^\s*(?:-r|-c|--requirement|--constraint)[ \t=]*(\S+)", content):
        path = os.path.join(os.path.dirname(requirements), os.fsdecode(name))
        content += contents(os.path.normpath(path), seen)
    return content


def hold(lock):
    if POSIX:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)


def install(supervisor, python, requirements):
    say("aloft: installing requirements.txt")
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "-r", requirements]
    call(supervisor, pip, "requirements.txt cannot be installed", os.path.dirname(requirements))


def call(supervisor, command, problem, directory=None):
    errors = FailureLine()
    code = supervisor.run(command, directory, None, errors)
    if code:
        raise Failure("%s: %s" % (problem, errors.last or "exit code %d" % code))


def describe_model(config):
    """Writes the manifest, or completes the one that the script wrote; false without a model."""
    model = config["model"]
    manifest_file = os.path.join(model, MANIFEST)
    manifest = {}
    if os.path.isfile(manifest_file):
        with open(manifest_file, encoding="utf-8") as file:
            manifest = json.load(file)
    files = {}
    for folder, _, names in os.walk(model):
        for name in names:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, model).replace(os.sep, "/")
            if relative != MANIFEST and os.path.isfile(path):
                files[relative] = hash_of(path)
    if not files:
        return False
    manifest.setdefault("format", format_of(files))
    manifest.setdefault("frameworkVersion", "")
    manifest.setdefault("signature", {"inputs": [], "outputs": []})
    manifest.setdefault("properties", {})
    if config.get("runId"):
        manifest["run"] = config["runId"]
    manifest["files"] = {path: files[path] for path in sorted(files)}
    write(manifest_file, json.dumps(manifest, indent=2) + "\n")
    return True


def hash_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def format_of(files):
    endings = {
        ".ubj": "xgboost",
        ".bst": "xgboost",
        ".onnx": "onnx",
        ".joblib": "sklearn",
        ".pkl": "sklearn",
    }
    found = {endings.get(os.path.splitext(path)[1]) for path in files} - {None}
    return found.pop() if len(found) == 1 else "custom"


def work(config, digits, supervisor):
    directory = directory_of(config)
    environment = environment_of(config)
    python = interpreter(config, supervisor, directory)
    ended = threading.Event()
    follower = threading.Thread(
        target=follow_metrics, args=(environment["ALOFT_METRICS"], ended), daemon=True
    )
    follower.start()
    errors = FailureLine()
    command = [python, os.path.join(directory, config["entry"])] + arguments_of(digits)
    code = supervisor.run(command, directory, environment, errors)
    ended.set()
    follower.join(30)
    if config.get("metricsCopy") and os.path.isfile(environment["ALOFT_METRICS"]):
        shutil.copyfile(environment["ALOFT_METRICS"], config["metricsCopy"])
    if code:
        return code, errors.text()
    first = not int(config.get("rank") or 0)
    if not describe_model(config) and first and not supervisor.stopping:
        raise Failure("the script wrote nothing to ALOFT_MODEL_DIR, which becomes the model")
    return 0, ""


def directory_of(config):
    if config.get("archive"):
        directory = tempfile.mkdtemp("-code")
        unpack(config["archive"], directory)
        return directory
    return os.path.abspath(config.get("directory") or os.path.dirname(os.path.abspath(__file__)))


def unpack(archive, directory):
    """Takes plain files only, and none that would lie elsewhere."""
    root = os.path.realpath(directory)
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            path = os.path.realpath(os.path.join(root, member.name))
            inside = path.startswith(root + os.sep) and not os.path.exists(path)
            if not member.isfile() or not inside:
                raise Failure("%s holds %r, which is not taken" % (archive, member.name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with tar.extractfile(member) as source, open(path, "xb") as target:
                shutil.copyfileobj(source, target)
            os.chmod(path, 0o755 if member.mode & 0o100 else 0o644)


def still_wanted(config):
    """Whether who starts this is there, once the lock tells that this is: nobody missed it then."""
    if not POSIX:
        return True
    if config.get("lock"):
        import fcntl

        fcntl.lockf(os.open(config["lock"], os.O_CREAT | os.O_WRONLY, 0o666), fcntl.LOCK_EX)
    return not config.get("parent") or os.getppid() == int(config["parent"])


def main():
    config, digits = settings()
    if not still_wanted(config):
        os._exit(128 + signal.SIGTERM)
    failure = config.get("failure")
    supervisor = Supervisor(float(config.get("grace") or 10), config.get("processFile"))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=supervisor.stop).start())
    if config.get("parent") and POSIX:
        watcher = (supervisor, int(config["parent"]), failure)
        threading.Thread(target=watch_parent, args=watcher, daemon=True).start()
    own = True
    try:
        code, error = work(config, digits, supervisor)
    except Failure as problem:
        code, error, own = 1, str(problem), False
        say("aloft: " + error)
    if code and failure and not os.path.exists(failure):
        write(failure, json.dumps({"exitCode": code if own else None, "error": error}))
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
