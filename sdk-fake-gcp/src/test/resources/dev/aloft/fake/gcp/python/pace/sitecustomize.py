"""Lets a client wait in the cloud's time, which passes FAKE_SPEED times as fast as the real one."""
import os
import time

_sleep = time.sleep
_speed = float(os.environ.get("FAKE_SPEED", "1"))


def sleep(seconds):
    _sleep(seconds / _speed)


time.sleep = sleep
