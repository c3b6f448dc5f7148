"""Writes down what Google's Python SDK sends to Vertex AI for some jobs, models and endpoints.

python record_requests.py DIRECTORY [SCENARIO...]

It works on the fake that its environment names. Every scenario gives one JSON file with the writes
and the predictions in their order, and the names of the objects that it left in the bucket. What is
made anew in each run (times, generations, numbers of deployed models, etags) is written as a word.
"""
import json
import os
import re
import sys
import tempfile
import urllib.parse

import grpc
import requests
from google.api_core import grpc_helpers
from google.auth.credentials import AnonymousCredentials
from google.cloud import aiplatform, storage
from google.cloud.aiplatform.compat.types import custom_job
from google.protobuf.json_format import MessageToDict

LOCATION = "us-central1"
PROJECT = "aloft-test"
BUCKET = "aloft-staging"
ROOT = f"gs://{BUCKET}/python"
TRAINING = "us-docker.pkg.dev/vertex-ai/training/pytorch-xla.2-4.py310:latest"
SERVING = "us-docker.pkg.dev/vertex-ai/prediction/xgboost-cpu.2-1:latest"
OWN = f"{LOCATION}-docker.pkg.dev/{PROJECT}/images/ours:7"
ACCOUNT = f"trainer@{PROJECT}.iam.gserviceaccount.com"
NETWORK = "projects/123456789012/global/networks/default"
KEY = f"projects/{PROJECT}/locations/{LOCATION}/keyRings/r/cryptoKeys/k"
TENSORBOARD = f"projects/{PROJECT}/locations/{LOCATION}/tensorboards/42"
WRITES = ("Create", "Upload", "Update", "Merge", "Deploy", "Undeploy", "Delete", "Predict")


class Recorder(grpc.UnaryUnaryClientInterceptor):
    """Sees every request on its way."""

    def __init__(self):
        self.requests = []

    def intercept_unary_unary(self, continuation, details, request):
        name = details.method.rsplit("/", 1)[-1]
        if name.startswith(WRITES):
            message = type(request).pb(request) if hasattr(type(request), "pb") else request
            self.requests.append({"operation": name, "input": MessageToDict(message)})
        return continuation(details, request)


class ToThePort(requests.adapters.HTTPAdapter):
    """Sends what goes to a host that is built into the SDK to the fake's HTTP port."""

    def __init__(self, recorder):
        super().__init__()
        self.recorder = recorder

    def send(self, request, **arguments):
        parts = urllib.parse.urlsplit(request.url)
        self.recorder.requests.append(
            {
                "operation": "RawPredict",
                "input": {
                    "path": parts.path,
                    "contentType": request.headers["Content-Type"],
                    "body": json.loads(request.body),
                },
            }
        )
        fake = urllib.parse.urlsplit(os.environ["STORAGE_EMULATOR_HOST"])
        request.url = parts._replace(scheme=fake.scheme, netloc=fake.netloc).geturl()
        return super().send(request, **arguments)


RECORDER = Recorder()
_create_channel = grpc_helpers.create_channel
grpc_helpers.create_channel = lambda *arguments, **named: grpc.intercept_channel(
    _create_channel(*arguments, **named), RECORDER
)


def script_job(**more):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "train.py")
        with open(path, "w") as script:
            script.write("print('trained')\n")
        return aiplatform.CustomJob.from_local_script(
            display_name="job",
            script_path=path,
            container_uri=TRAINING,
            args=["--epochs", "3", "--name", "first run"],
            requirements=["pandas==2.2.3"],
            environment_variables={"LEVEL": "debug"},
            machine_type="n1-standard-8",
            replica_count=1,
            labels={"team": "risk"},
            **more,
        )


def script(_):
    script_job(base_output_dir=f"{ROOT}/out").submit()


def script_at_the_bucket(_):
    script_job().submit()


def pool(replicas, machine, **container):
    return {
        "machine_spec": machine,
        "replica_count": replicas,
        "disk_spec": {"boot_disk_type": "pd-standard", "boot_disk_size_gb": 200},
        "container_spec": {"image_uri": OWN, **container},
    }


def container(_):
    aiplatform.CustomJob(
        display_name="job",
        worker_pool_specs=[
            pool(
                1,
                {"machine_type": "n1-standard-8"},
                command=["/bin/train"],
                args=["--fast", "yes"],
                env=[{"name": "LEVEL", "value": "debug"}],
            )
        ],
        base_output_dir=f"{ROOT}/out",
        labels={"team": "risk"},
    ).submit(timeout=3600)


def container_with_everything(_):
    machine = {
        "machine_type": "n1-standard-8",
        "accelerator_type": "NVIDIA_TESLA_T4",
        "accelerator_count": 2,
    }
    what = {"command": ["/bin/train"], "args": ["--fast", "yes"]}
    aiplatform.CustomJob(
        display_name="job",
        worker_pool_specs=[pool(1, machine, **what), pool(3, machine, **what)],
        base_output_dir=f"{ROOT}/out",
        encryption_spec_key_name=KEY,
    ).submit(
        service_account=ACCOUNT,
        network=NETWORK,
        timeout=7200,
        restart_job_on_worker_restart=True,
        enable_web_access=True,
        tensorboard=TENSORBOARD,
        disable_retries=True,
        scheduling_strategy=custom_job.Scheduling.Strategy.SPOT,
        persistent_resource_id="pool",
    )


def container_flex_start(_):
    machine = {"machine_type": "a2-highgpu-1g"}
    machine.update(accelerator_type="NVIDIA_TESLA_A100", accelerator_count=1)
    aiplatform.CustomJob(
        display_name="job",
        worker_pool_specs=[pool(1, machine)],
        base_output_dir=f"{ROOT}/out",
    ).submit(
        timeout=7200,
        max_wait_duration=1800,
        scheduling_strategy=custom_job.Scheduling.Strategy.FLEX_START,
    )


def container_pipeline(_):
    job = aiplatform.CustomContainerTrainingJob(
        display_name="job",
        container_uri=OWN,
        command=["/bin/train"],
        model_serving_container_image_uri=SERVING,
        labels={"team": "risk"},
    )
    job.submit(
        args=["--fast", "yes"],
        environment_variables={"LEVEL": "debug"},
        base_output_dir=f"{ROOT}/out",
        machine_type="n1-standard-8",
        accelerator_type="NVIDIA_TESLA_T4",
        accelerator_count=2,
        replica_count=4,
        boot_disk_type="pd-standard",
        boot_disk_size_gb=200,
        service_account=ACCOUNT,
        timeout=3600,
        model_display_name="scores",
        model_id="scores",
    )


def upload(**more):
    settings = {
        "display_name": "scores",
        "artifact_uri": f"{ROOT}/model",
        "serving_container_image_uri": SERVING,
        "labels": {"team": "risk"},
        **more,
    }
    return aiplatform.Model.upload(**settings)


def model_versions(_):
    first = upload(model_id="scores")
    second = upload(
        parent_model=first.resource_name,
        is_default_version=False,
        version_aliases=["candidate"],
        version_description="the second",
    )
    registry = first.versioning_registry
    registry.add_version_aliases(["champion"], second.version_id)
    registry.remove_version_aliases(["candidate"], second.version_id)
    registry.delete_version(second.version_id)
    first.delete()


def own_server(**more):
    return upload(
        serving_container_image_uri=OWN,
        serving_container_predict_route="/predict",
        serving_container_health_route="/health",
        serving_container_ports=[9000],
        serving_container_environment_variables={"LEVEL": "debug"},
        serving_container_deployment_timeout=1200,
        encryption_spec_key_name=KEY,
        **more,
    )


def endpoint(recorder):
    made = aiplatform.Endpoint.create(
        display_name="scores", endpoint_id="scores", labels={"team": "risk"}
    )
    first = upload(model_id="first")
    made.deploy(first, deployed_model_display_name="first", machine_type="n1-standard-8")
    rows = [[1.0, 0.5], [0.0, 0.25]]
    made.predict(instances=rows)
    made.authorized_session = requests.Session()
    made.authorized_session.trust_env = False
    made.authorized_session.mount("https://", ToThePort(recorder))
    made.raw_predict(
        body=json.dumps({"instances": rows}).encode(),
        headers={"Content-Type": "application/json"},
    )
    second = upload(model_id="second")
    made.deploy(
        second,
        deployed_model_display_name="second",
        machine_type="n1-standard-8",
        traffic_percentage=10,
    )
    ids = {one.display_name: one.id for one in made.list_models()}
    made.update(traffic_split={ids["first"]: 0, ids["second"]: 100})
    made.undeploy(ids["first"])
    first.delete()
    made.undeploy_all()
    made.delete()
    second.delete()


def endpoint_with_everything(_):
    made = aiplatform.Endpoint.create(
        display_name="scores",
        endpoint_id="scores",
        dedicated_endpoint_enabled=True,
        encryption_spec_key_name=KEY,
    )
    model = own_server(model_id="first")
    made.deploy(
        model,
        deployed_model_display_name="first",
        machine_type="n1-standard-8",
        accelerator_type="NVIDIA_TESLA_T4",
        accelerator_count=1,
        min_replica_count=2,
        max_replica_count=5,
        autoscaling_target_request_count_per_minute=600,
        service_account=ACCOUNT,
        traffic_percentage=100,
    )
    made.delete(force=True)
    model.delete()


SCENARIOS = [
    script,
    script_at_the_bucket,
    container,
    container_with_everything,
    container_flex_start,
    container_pipeline,
    model_versions,
    endpoint,
    endpoint_with_everything,
]


def words(recorded):
    """Puts words where each run has something of its own."""
    text = json.dumps(recorded, sort_keys=True)
    text = re.sub(r"\d{4}-\d\d-\d\d-\d\d:\d\d:\d\d\.\d+", "TIME", text)
    text = re.sub(r'"etag": "[^"]+"', '"etag": "ETAG"', text)
    text = re.sub(r'"\d{4}-\d\d-\d\dT[0-9:.]+Z"', '"TIME"', text)
    deployed = list(dict.fromkeys(re.findall(r'"(\d{9,19})"', text)))
    for number, one in enumerate(deployed, 1):
        text = text.replace(f'"{one}"', f'"DEPLOYED-{number}"')
    return json.loads(text)


def main(directory):
    aiplatform.init(
        project=PROJECT,
        location=LOCATION,
        staging_bucket=f"gs://{BUCKET}",
        api_endpoint=os.environ["FAKE_GRPC"],
        credentials=AnonymousCredentials(),
    )
    bucket = storage.Client(project=PROJECT, credentials=AnonymousCredentials()).bucket(BUCKET)
    bucket.blob("python/model/model.bst").upload_from_string("a model")
    given = {blob.name for blob in bucket.list_blobs()}
    for scenario in SCENARIOS:
        if sys.argv[2:] and scenario.__name__ not in sys.argv[2:]:
            continue
        RECORDER.requests = []
        scenario(RECORDER)
        left = [blob for blob in bucket.list_blobs() if blob.name not in given]
        recorded = {
            "google-cloud-aiplatform": aiplatform.__version__,
            "requests": RECORDER.requests,
            "objects": [blob.name for blob in left],
        }
        bucket.delete_blobs(left)
        name = scenario.__name__.replace("_", "-")
        with open(os.path.join(directory, name + ".json"), "w") as file:
            json.dump(words(recorded), file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
