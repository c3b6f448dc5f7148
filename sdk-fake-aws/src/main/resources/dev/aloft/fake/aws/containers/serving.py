"""Serves as a framework image does: the user's model_fn, input_fn, predict_fn and output_fn.

Connects to ALOFT_FAKE_PORT of this machine, once for each worker: a line with ALOFT_FAKE_TOKEN, and
then requests and answers, each a JSON object and a body behind their lengths of four bytes.
ALOFT_FAKE_FRAMEWORK is the image's repository, ALOFT_FAKE_SUBMIT a local copy of an archive in S3,
and ALOFT_FAKE_SCRATCH an empty directory.
"""

import importlib
import importlib.util
import inspect
import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tarfile
import traceback

BASE = os.environ.get("ALOFT_FAKE_ROOT") or "/opt/ml"
MODEL = os.path.join(BASE, "model")
FRAMEWORK = os.environ["ALOFT_FAKE_FRAMEWORK"]
OWN_SERVER = FRAMEWORK in ("sagemaker-scikit-learn", "sagemaker-xgboost")
TEXTS = ("application/json", "text/csv")
NOT_LOADED = 3

try:
    import numpy
except ImportError:
    numpy = None


class Unsupported(Exception):
    """A content type that nothing here reads or writes."""

    def __init__(self, content_type):
        super().__init__(
            "Content type %s is not supported by this framework.\n\nPlease implement input_fn to "
            "to deserialize the request data or an output_fn to serialize the response. For more "
            "information, see the SageMaker Python SDK README." % content_type
        )


class Context:
    """What functions with one argument more are given."""

    def __init__(self):
        self.system_properties = {"model_dir": MODEL, "gpu_id": None}
        self.headers = {}

    def get_request_header(self, index, name):
        return self.headers.get(name.lower())


def decode(data, content_type):
    """Data as an array where there is NumPy, else as lists."""
    if content_type == "application/json":
        value = json.loads(data)
        return value if numpy is None else numpy.array(value)
    if content_type == "text/csv":
        if numpy is not None:
            return numpy.genfromtxt(io.StringIO(data), delimiter=",")
        return [[number(cell) for cell in line.split(",")] for line in data.strip().splitlines()]
    if content_type == "application/x-npy" and numpy is not None:
        return numpy.load(io.BytesIO(data), allow_pickle=True)
    raise Unsupported(content_type)


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


def encode(prediction, accept):
    for wanted in [part.split(";")[0].strip().lower() for part in accept.split(",")]:
        if wanted == "application/json":
            return json.dumps(prediction, default=plain), wanted
        if wanted == "text/csv":
            rows = plain(prediction) if hasattr(prediction, "tolist") else prediction
            lines = [",".join(map(str, r)) if isinstance(r, (list, tuple)) else str(r) for r in rows]
            return "".join(line + "\n" for line in lines), wanted
        if wanted == "application/x-npy" and numpy is not None:
            buffer = io.BytesIO()
            numpy.save(buffer, prediction)
            return buffer.getvalue(), wanted
    raise Unsupported(accept)


def plain(value):
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


class Defaults:
    """What a framework does where the script does not."""

    def model_fn(self, model_dir):
        raise NotImplementedError(
            "Please provide a model_fn implementation.\n"
            "See documentation for model_fn at https://sagemaker.readthedocs.io/en/stable/"
        )

    def input_fn(self, data, content_type):
        return decode(data, content_type)

    def predict_fn(self, data, model):
        raise NotImplementedError(
            "Please provide a predict_fn implementation.\n"
            "See documentation for predict_fn at https://sagemaker.readthedocs.io/en/stable/"
        )

    def output_fn(self, prediction, accept):
        return encode(prediction, accept)


class SklearnDefaults(Defaults):
    def predict_fn(self, data, model):
        return model.predict(data)


class XgboostDefaults(Defaults):
    def input_fn(self, data, content_type):
        import xgboost

        table = decode(data, content_type)
        return xgboost.DMatrix(table if getattr(table, "ndim", 2) > 1 else table.reshape(1, -1))

    def predict_fn(self, data, model):
        return model.predict(data, validate_features=False)


class TorchDefaults(Defaults):
    def model_fn(self, model_dir):
        import torch

        return torch.jit.load(os.path.join(model_dir, "model.pt"), map_location="cpu")

    def input_fn(self, data, content_type):
        import torch

        return torch.FloatTensor(decode(data, content_type))

    def predict_fn(self, data, model):
        import torch

        with torch.no_grad():
            return model(data)


class TransformersDefaults(Defaults):
    def model_fn(self, model_dir):
        from transformers import pipeline

        return pipeline(task=os.environ.get("HF_TASK"), model=model_dir)

    def input_fn(self, data, content_type):
        return json.loads(data) if content_type == "application/json" else decode(data, content_type)

    def predict_fn(self, data, model):
        inputs = data.pop("inputs", data)
        return model(inputs, **(data.pop("parameters", None) or {}))


def defaults():
    if FRAMEWORK.startswith("huggingface"):
        return TransformersDefaults()
    if FRAMEWORK.startswith("pytorch"):
        return TorchDefaults()
    return {
        "sagemaker-scikit-learn": SklearnDefaults,
        "sagemaker-xgboost": XgboostDefaults,
    }.get(FRAMEWORK, Defaults)()


class Service:
    """The functions of a script and what stands in for those that it has not."""

    def __init__(self, name):
        self.context = Context()
        module = importlib.import_module(name) if importlib.util.find_spec(name) else None
        instead = defaults()
        own = {f: getattr(module, f, None) for f in FUNCTIONS}
        if own["transform_fn"] and (own["input_fn"] or own["predict_fn"] or own["output_fn"]):
            raise ValueError(
                "Cannot use transform_fn implementation in conjunction with input_fn, predict_fn, "
                "and/or output_fn implementation"
            )
        self.functions = {f: own[f] or getattr(instead, f, None) for f in FUNCTIONS}
        self.model = self.call("model_fn", MODEL)

    def call(self, name, *arguments):
        function = self.functions[name]
        count = len(inspect.signature(function).parameters)
        if count == len(arguments) + 1:
            arguments += (self.context,)
        elif count != len(arguments):
            raise TypeError(
                "%s takes %d arguments but %d were given." % (name, count, len(arguments))
            )
        return function(*arguments)

    def transform(self, data, content_type, accept):
        if self.functions["transform_fn"]:
            return self.call("transform_fn", self.model, data, content_type, accept)
        given = self.call("input_fn", data, content_type)
        prediction = self.call("predict_fn", given, self.model)
        return self.call("output_fn", prediction, accept)

    def answer(self, request, body):
        content_type = request["contentType"] or "application/json"
        accept = request["accept"]
        if not accept or accept == "*/*":
            accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/json")
        self.context.headers = request["headers"]
        try:
            plain_type = content_type.split(";")[0].strip().lower()
            data = body.decode("utf-8") if plain_type in TEXTS else body
            result = self.transform(data, plain_type, accept)
            if isinstance(result, tuple):
                result, accept = result[0], result[1]
            if isinstance(result, str):
                result = result.encode("utf-8")
            elif not isinstance(result, (bytes, bytearray)):
                result = json.dumps(result, default=plain).encode("utf-8")
            return {"status": 200, "contentType": accept}, bytes(result)
        except Exception as problem:
            trace = traceback.format_exc()
            print(trace, flush=True)
            status = 415 if OWN_SERVER and isinstance(problem, Unsupported) else 500
            text = "%s\n%s" % (problem, trace)
            return {"status": status, "contentType": "text/plain"}, text.encode("utf-8")


FUNCTIONS = ("model_fn", "input_fn", "predict_fn", "output_fn", "transform_fn")


def code_directory():
    """Where the script lies, unpacked first where it came as an archive."""
    given = os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY") or os.path.join(MODEL, "code")
    source = os.environ.get("ALOFT_FAKE_SUBMIT") if given.startswith("s3://") else given
    if source is None or (given.startswith("s3://") and not os.path.exists(source)):
        raise FileNotFoundError("%s cannot be read" % given)
    if not os.path.isfile(source):
        return source if os.path.isdir(source) else MODEL
    directory = os.path.join(BASE, "code")
    os.makedirs(directory, exist_ok=True)
    with tarfile.open(source) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(directory, filter="data")
        else:
            files.extractall(directory)
    return directory


def install(directory):
    requirements = os.path.join(directory, "requirements.txt")
    if os.path.isfile(requirements):
        target = os.path.join(os.environ["ALOFT_FAKE_SCRATCH"], "packages")
        command = [sys.executable, "-m", "pip", "install", "--target", target, "-r", requirements]
        subprocess.check_call(command, cwd=directory)
        sys.path.insert(0, target)


def exactly(connection, size):
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_frame(connection):
    return exactly(connection, struct.unpack(">I", exactly(connection, 4))[0])


def write_frame(connection, data):
    connection.sendall(struct.pack(">I", len(data)) + data)


def serve(name):
    try:
        service = Service(name)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(NOT_LOADED)
    connection = socket.create_connection(("127.0.0.1", int(os.environ["ALOFT_FAKE_PORT"])))
    connection.sendall((os.environ["ALOFT_FAKE_TOKEN"] + "\n").encode())
    while True:
        request = json.loads(read_frame(connection))
        head, body = service.answer(request, read_frame(connection))
        write_frame(connection, json.dumps(head).encode("utf-8"))
        write_frame(connection, body)


def workers():
    given = os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS", "")
    return max(1, int(given)) if given.isdigit() else min(2, os.cpu_count() or 1)


def start(name):
    worker = os.fork()
    if worker == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(name)
        os._exit(0)
    return worker


def main():
    directory = code_directory()
    install(directory)
    sys.path.insert(0, directory)
    os.chdir(directory)
    program = os.environ.get("SAGEMAKER_PROGRAM") or "inference.py"
    name = program[:-3] if program.endswith(".py") else program
    name = name.replace("/", ".")
    running = {start(name) for _ in range(workers())}
    while True:
        ended, status = os.wait()
        running.discard(ended)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == NOT_LOADED:
            sys.exit(1)
        running.add(start(name))


if __name__ == "__main__":
    main()
