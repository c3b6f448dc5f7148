"""Vertex AI's own SDK, on the fake."""
import math
import os
import struct
import urllib.parse

import requests
from google.cloud import aiplatform
from google.oauth2.credentials import Credentials

from cloud import HTTP, LOCATION, PROJECT, bucket

FIRST = "binary-2.1.4.json"
SECOND = "pruned-2.1.4.ubj"
GRPC = os.environ["FAKE_GRPC"]
SERVING = "us-docker.pkg.dev/vertex-ai/prediction/xgboost-cpu.2-1:latest"
TRAINING = "us-docker.pkg.dev/vertex-ai/training/xgboost-cpu.2-1:latest"
SCRIPTS = os.path.join(os.environ["FAKE_SCRIPTS"], "scripts")


def begin():
    """A bucket in which everything is staged."""
    made = bucket()
    # region init
    aiplatform.init(
        project=PROJECT,
        location=LOCATION,
        staging_bucket=f"gs://{made.name}",
        api_endpoint=GRPC,
        credentials=Credentials("any"),
    )
    # endregion init
    return made


def script_job(display_name, where, *arguments, **changed):
    settings = {
        "container_uri": TRAINING,
        "machine_type": "n1-standard-4",
        "replica_count": 1,
        "base_output_dir": f"gs://{where.name}/runs/{display_name}",
        **changed,
    }
    return aiplatform.CustomJob.from_local_script(
        display_name=display_name,
        script_path=os.path.join(SCRIPTS, "train.py"),
        args=["--rows", f"gs://{where.name}/rows.csv", *arguments],
        **settings,
    )


class ToThePort(requests.adapters.HTTPAdapter):
    """Sends what goes to a host that is built into the SDK to the fake's HTTP port."""

    def send(self, request, **arguments):
        parts = urllib.parse.urlsplit(request.url)
        fake = urllib.parse.urlsplit(HTTP)
        request.url = parts._replace(scheme=fake.scheme, netloc=fake.netloc).geturl()
        return super().send(request, **arguments)


def over_http(endpoint):
    endpoint.authorized_session = requests.Session()
    endpoint.authorized_session.trust_env = False  # proxies are for the built-in host
    endpoint.authorized_session.mount("https://", ToThePort())
    return endpoint


def rows_of(model):
    """Rows that a model was scored on, and its scores, where both are finite."""
    path = os.path.join(os.environ["FAKE_MODELS"], model)
    with open(path.rsplit(".", 1)[0] + ".expected") as file:
        lines = [line.split() for line in file.read().splitlines()[1:]]
    bits = [[struct.unpack(">f", bytes.fromhex(cell.zfill(8)))[0] for cell in line] for line in lines]
    rows = [row for row in bits if all(math.isfinite(value) for value in row)]
    return [row[:4] for row in rows], [row[5] for row in rows]


def model_in(where, directory, model):
    """Puts a model where the prebuilt image looks for it."""
    with open(os.path.join(os.environ["FAKE_MODELS"], model), "rb") as file:
        where.blob(f"{directory}/model.bst").upload_from_file(file)
    return f"gs://{where.name}/{directory}"
