"""Makes Python's own file functions see a container's directory where there is no kernel for it."""

import builtins
import functools
import io
import os
import sys

MOUNT = os.environ.get("ALOFT_FAKE_MOUNT", "")
ROOT = os.environ.get("ALOFT_FAKE_ROOT", "")


def mapped(path):
    if isinstance(path, (str, os.PathLike)):
        text = os.fspath(path)
        if isinstance(text, str):
            plain = os.path.normpath(text) if text.startswith("/") else text
            if plain == MOUNT or plain.startswith(MOUNT + "/"):
                return ROOT + plain[len(MOUNT):]
    return path


def mapping(function, count=1):
    @functools.wraps(function)
    def call(*arguments, **named):
        arguments = tuple(mapped(a) for a in arguments[:count]) + arguments[count:]
        for name in ("path", "src", "dst", "file"):
            if name in named:
                named[name] = mapped(named[name])
        return function(*arguments, **named)

    return call


def mapped_popen(popen):
    original = popen.__init__

    @functools.wraps(original)
    def init(self, args, *more, **named):
        if isinstance(args, str):
            args = args.replace(MOUNT + "/", ROOT + "/")
        elif isinstance(args, (list, tuple)):
            args = [mapped(part) for part in args]
        if named.get("cwd") is not None:
            named["cwd"] = mapped(named["cwd"])
        original(self, args, *more, **named)

    popen.__init__ = init


ONE = "stat lstat listdir scandir mkdir remove unlink rmdir access chdir chmod utime truncate open statvfs"
TWO = "rename replace link symlink"


def replace(name, count):
    original = getattr(os, name)
    call = mapping(original, count)
    setattr(os, name, call)
    for known in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
        if original in known:
            known.add(call)


def install():
    builtins.open = io.open = mapping(io.open)
    for name in ONE.split():
        replace(name, 1)
    for name in TWO.split():
        replace(name, 2)
    import subprocess

    mapped_popen(subprocess.Popen)


if MOUNT and ROOT:
    install()
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    others = [path for path in sys.path if os.path.isfile(os.path.join(path, "sitecustomize.py"))]
    if others:
        import importlib.util

        spec = importlib.util.spec_from_file_location(
            "aloft_other_sitecustomize", os.path.join(others[0], "sitecustomize.py")
        )
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
