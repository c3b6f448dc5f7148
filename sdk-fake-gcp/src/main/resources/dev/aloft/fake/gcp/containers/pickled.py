"""Serves a pickled model as Vertex AI's prebuilt images do: {"instances"} in, {"predictions"} out.

The directory of the model is the first argument; AIP_HTTP_PORT and the routes are as in a container.
"""

import http.server
import json
import os
import pickle
import sys

DIRECTORY = sys.argv[1]
HEALTH = os.environ["AIP_HEALTH_ROUTE"]


def load():
    """The model; joblib's files need joblib."""
    path = os.path.join(DIRECTORY, "model.joblib")
    if os.path.exists(path):
        import joblib

        return joblib.load(path)
    with open(os.path.join(DIRECTORY, "model.pkl"), "rb") as file:
        return pickle.load(file)


def predict(model, instances):
    if type(model).__module__.startswith("xgboost.core"):
        import xgboost

        instances = xgboost.DMatrix(instances)
    predictions = model.predict(instances)
    return predictions.tolist() if hasattr(predictions, "tolist") else list(predictions)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model = None

    def do_GET(self):
        self.answer(200 if self.path == HEALTH else 404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            instances = json.loads(body)["instances"]
        except (ValueError, KeyError, TypeError):
            self.answer(400, {"error": 'The request has no list of the name "instances".'})
            return
        try:
            self.answer(200, {"predictions": predict(self.model, instances)})
        except Exception as problem:
            self.answer(400, {"error": "Prediction failed: %s" % problem})

    def answer(self, status, value):
        body = json.dumps(value).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    Handler.model = load()
    port = int(os.environ["AIP_HTTP_PORT"])
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
