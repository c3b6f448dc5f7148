"""Lets a client live in the cloud's time, which passes FAKE_SPEED times as fast as the real one."""
import os
import time

_sleep = time.sleep
_time = time.time
_begin = _time()
_speed = float(os.environ.get("FAKE_SPEED", "1"))


def sleep(seconds):
    _sleep(seconds / _speed)


def now():
    return _begin + (_time() - _begin) * _speed


time.sleep = sleep
time.time = now
