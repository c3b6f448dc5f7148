"""Writes down what AWS's Python SDK for SageMaker sends for some jobs and endpoints.

python record_requests.py DIRECTORY [SCENARIO...]

Nothing is sent: botocore is handed an answer before each request leaves. Every scenario gives one
JSON file with the SageMaker requests in their order, and the keys of what was put into S3.
"""
import io
import json
import logging
import os
import re
import sys
import tempfile
import urllib.parse

with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False) as config:
    config.write("SchemaVersion: '1.0'\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n")
os.environ.update(
    AWS_ACCESS_KEY_ID="recorder",
    AWS_SECRET_ACCESS_KEY="recorder",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_EC2_METADATA_DISABLED="true",
    SAGEMAKER_ADMIN_CONFIG_OVERRIDE=config.name,
    SAGEMAKER_USER_CONFIG_OVERRIDE=config.name,
)
logging.disable(logging.WARNING)

import boto3
import botocore.awsrequest
import sagemaker
from sagemaker import image_uris
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.model import Model
from sagemaker.modules import Session as ModulesSession
from sagemaker.modules.configs import (
    CheckpointConfig,
    Compute,
    InputData,
    OutputDataConfig,
    SourceCode,
    StoppingCondition,
)
from sagemaker.modules.train import ModelTrainer
from sagemaker.predictor import Predictor
from sagemaker.pytorch import PyTorch
from sagemaker.serverless import ServerlessInferenceConfig
from sagemaker.session import production_variant
from sagemaker.sklearn import SKLearn
from sagemaker.xgboost import XGBoost

REGION = "eu-west-1"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trainer"
BUCKET = "team-bucket"
KMS = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PUBLIC_VERSION = "1.7-1"


class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()


class Recorder:
    """A boto3 session that answers by itself, and what was asked of it."""

    def __init__(self):
        self.requests = []
        self.objects = []
        self.endpoint_config = None
        boto = boto3.Session()
        boto.events.register("before-send", self.answer)
        self.session = sagemaker.Session(boto_session=boto, default_bucket=BUCKET)
        self.modules_session = ModulesSession(boto_session=boto, default_bucket=BUCKET)

    def answer(self, request, **_):
        target = request.headers.get("X-Amz-Target")
        if target is None:
            return self.other(request)
        name = (target.decode() if isinstance(target, bytes) else target).split(".")[1]
        body = json.loads(request.body)
        if name.startswith(("Create", "Update", "Delete", "Stop")):
            self.requests.append({"operation": name, "input": body})
        answer = getattr(self, name, None)
        return reply(request, json.dumps(answer(body) if answer else created(name)))

    def other(self, request):
        if "sts" in request.url:
            return reply(
                request,
                '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                f"<GetCallerIdentityResult><Arn>arn:aws:iam::{ACCOUNT}:user/u</Arn>"
                f"<UserId>u</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult>"
                "</GetCallerIdentityResponse>",
            )
        if request.method == "GET":
            return reply(
                request,
                '<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>'
                f"<Bucket><Name>{BUCKET}</Name><CreationDate>2026-01-01T00:00:00Z</CreationDate>"
                "</Bucket></Buckets></ListAllMyBucketsResult>",
            )
        if request.method == "PUT":
            self.objects.append(urllib.parse.urlsplit(request.url).path)
        return reply(request, "")

    def CreateTrainingJob(self, body):
        self.training = body
        return created("CreateTrainingJob")

    def DescribeTrainingJob(self, body):
        return {
            **self.training,
            "TrainingJobArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:training-job/"
            + body["TrainingJobName"],
            "TrainingJobStatus": "Completed",
            "SecondaryStatus": "Completed",
            "CreationTime": 1.0,
            "LastModifiedTime": 1.0,
            "ModelArtifacts": {
                "S3ModelArtifacts": self.training["OutputDataConfig"]["S3OutputPath"]
                + f"/{body['TrainingJobName']}/output/model.tar.gz"
            },
        }

    def DescribeEndpoint(self, body):
        return {
            "EndpointName": body["EndpointName"],
            "EndpointArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/x",
            "EndpointConfigName": body["EndpointName"],
            "EndpointStatus": "InService",
            "CreationTime": 1.0,
            "LastModifiedTime": 1.0,
        }

    def CreateEndpointConfig(self, body):
        self.endpoint_config = self.endpoint_config or body
        return created("CreateEndpointConfig")

    def DescribeEndpointConfig(self, body):
        return {
            **self.endpoint_config,
            "EndpointConfigArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint-config/x",
            "CreationTime": 1.0,
        }

    def ListTags(self, _):
        return {"Tags": []}

    def Search(self, _):
        return {"Results": []}


def created(operation):
    kind = operation.replace("Create", "").replace("Update", "")
    return {f"{kind}Arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{kind.lower()}/made"}


def reply(request, text):
    return botocore.awsrequest.AWSResponse(
        request.url, 200, {"x-amzn-RequestId": "1"}, Raw(text.encode())
    )


def xgboost_image():
    return image_uris.retrieve("xgboost", REGION, version=PUBLIC_VERSION)


def builtin(recorder):
    estimator = Estimator(
        xgboost_image(),
        ROLE,
        instance_count=1,
        instance_type="ml.m5.xlarge",
        max_run=1800,
        output_path=f"s3://{BUCKET}/out",
        hyperparameters={"objective": "binary:logistic", "num_round": 20, "eta": 0.3},
        sagemaker_session=recorder.session,
    )
    estimator.fit(
        {"train": TrainingInput(f"s3://{BUCKET}/data/train/", content_type="text/csv")},
        logs=False,
        job_name="builtin",
    )


def builtin_everything(recorder):
    estimator = Estimator(
        xgboost_image(),
        ROLE,
        instance_count=2,
        instance_type="ml.m5.2xlarge",
        volume_size=50,
        volume_kms_key=KMS,
        output_kms_key=KMS,
        max_run=3600,
        use_spot_instances=True,
        max_wait=7200,
        checkpoint_s3_uri=f"s3://{BUCKET}/checkpoints/builtin/",
        max_retry_attempts=3,
        output_path=f"s3://{BUCKET}/out",
        hyperparameters={"objective": "reg:squarederror", "num_round": 20},
        subnets=["subnet-0a1b2c3d"],
        security_group_ids=["sg-0a1b2c3d"],
        encrypt_inter_container_traffic=True,
        enable_network_isolation=True,
        tags=[{"Key": "team", "Value": "risk"}],
        environment={"LEVEL": "debug"},
        input_mode="FastFile",
        sagemaker_session=recorder.session,
    )
    estimator.fit(
        {
            "train": TrainingInput(
                f"s3://{BUCKET}/data/train/",
                content_type="text/csv",
                distribution="ShardedByS3Key",
            ),
            "validation": TrainingInput(
                f"s3://{BUCKET}/data/validation/", content_type="text/csv", input_mode="File"
            ),
        },
        logs=False,
        job_name="builtin-everything",
    )


def own_container(recorder):
    estimator = Estimator(
        f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/ours:7",
        ROLE,
        instance_count=1,
        instance_type="ml.g5.xlarge",
        keep_alive_period_in_seconds=600,
        max_run=3600,
        output_path=f"s3://{BUCKET}/out",
        hyperparameters={"epochs": 3, "name": "first"},
        metric_definitions=[{"Name": "loss", "Regex": "loss=([0-9.]+)"}],
        container_entry_point=["/bin/train"],
        container_arguments=["--fast", "yes"],
        sagemaker_session=recorder.session,
    )
    estimator.fit({"train": f"s3://{BUCKET}/data/train/"}, logs=False, job_name="own-container")


def source(directory):
    with open(os.path.join(directory, "train.py"), "w") as script:
        script.write("print('trained')\n")
    return directory


def script(recorder, estimator_class, name, **more):
    with tempfile.TemporaryDirectory() as directory:
        estimator = estimator_class(
            entry_point="train.py",
            source_dir=source(directory),
            role=ROLE,
            instance_count=1,
            instance_type="ml.m5.xlarge",
            max_run=1800,
            output_path=f"s3://{BUCKET}/out",
            code_location=f"s3://{BUCKET}/code",
            hyperparameters={"epochs": 3, "rate": 0.1, "name": "first", "loud": True},
            sagemaker_session=recorder.session,
            **more,
        )
        estimator.fit({"train": f"s3://{BUCKET}/data/train/"}, logs=False, job_name=name)


def script_sklearn(recorder):
    script(recorder, SKLearn, "script-sklearn", framework_version="1.2-1", py_version="py3")


def script_xgboost(recorder):
    script(recorder, XGBoost, "script-xgboost", framework_version=PUBLIC_VERSION)


def script_pytorch(recorder):
    script(recorder, PyTorch, "script-pytorch", framework_version="2.5.1", py_version="py311")


def model_trainer(recorder):
    with tempfile.TemporaryDirectory() as directory:
        trainer = ModelTrainer(
            training_image=image_uris.retrieve(
                "pytorch",
                REGION,
                version="2.5.1",
                py_version="py311",
                instance_type="ml.m5.xlarge",
                image_scope="training",
            ),
            source_code=SourceCode(source_dir=source(directory), entry_script="train.py"),
            compute=Compute(
                instance_type="ml.m5.xlarge",
                instance_count=1,
                volume_size_in_gb=30,
                enable_managed_spot_training=True,
            ),
            stopping_condition=StoppingCondition(
                max_runtime_in_seconds=1800, max_wait_time_in_seconds=3600
            ),
            checkpoint_config=CheckpointConfig(s3_uri=f"s3://{BUCKET}/checkpoints/b/"),
            output_data_config=OutputDataConfig(s3_output_path=f"s3://{BUCKET}/out"),
            hyperparameters={"epochs": 3, "rate": 0.1, "name": "first", "loud": True},
            environment={"LEVEL": "debug"},
            base_job_name="model-trainer",
            role=ROLE,
            sagemaker_session=recorder.modules_session,
        )
        trainer.train(
            input_data_config=[
                InputData(channel_name="train", data_source=f"s3://{BUCKET}/data/train/")
            ],
            wait=False,
            logs=False,
        )


def model(recorder, name, **more):
    return Model(
        image_uri=xgboost_image(),
        model_data=f"s3://{BUCKET}/out/builtin/output/model.tar.gz",
        role=ROLE,
        name=name,
        sagemaker_session=recorder.session,
        **more,
    )


def endpoint(recorder):
    model(recorder, "first").deploy(
        initial_instance_count=2,
        instance_type="ml.m5.large",
        endpoint_name="scores",
        tags=[{"Key": "team", "Value": "risk"}],
        container_startup_health_check_timeout=300,
        model_data_download_timeout=600,
    )


def endpoint_update(recorder):
    model(recorder, "first").deploy(1, "ml.m5.large", endpoint_name="scores")
    model(recorder, "second").create(instance_type="ml.m5.large")
    Predictor("scores", sagemaker_session=recorder.session).update_endpoint(
        initial_instance_count=2, instance_type="ml.m5.xlarge", model_name="second"
    )


def endpoint_serverless(recorder):
    model(recorder, "first").deploy(
        serverless_inference_config=ServerlessInferenceConfig(
            memory_size_in_mb=2048, max_concurrency=10, provisioned_concurrency=2
        ),
        endpoint_name="scores",
    )


def endpoint_two_variants(recorder):
    model(recorder, "first").create(instance_type="ml.m5.large")
    model(recorder, "second").create(instance_type="ml.m5.large")
    recorder.session.endpoint_from_production_variants(
        "scores",
        [
            production_variant("first", "ml.m5.large", 2, "old", 0.9),
            production_variant("second", "ml.m5.large", 1, "new", 0.1),
        ],
        wait=False,
    )


def model_vpc(recorder):
    model(
        recorder,
        "closed",
        env={"LEVEL": "debug"},
        vpc_config={"Subnets": ["subnet-0a1b2c3d"], "SecurityGroupIds": ["sg-0a1b2c3d"]},
        enable_network_isolation=True,
    ).create(instance_type="ml.m5.large", tags=[{"Key": "team", "Value": "risk"}])


def endpoint_undeploy(recorder):
    predictor = Predictor("scores", sagemaker_session=recorder.session)
    recorder.endpoint_config = {
        "EndpointConfigName": "scores",
        "ProductionVariants": [{"VariantName": "AllTraffic", "ModelName": "first"}],
    }
    predictor.delete_model()
    predictor.delete_endpoint()


def model_package(recorder):
    model(recorder, "first").register(
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=["ml.m5.large"],
        transform_instances=["ml.m5.large"],
        model_package_group_name="scores",
        approval_status="PendingManualApproval",
        description="the first",
        customer_metadata_properties={"hash": "abc"},
    )


SCENARIOS = [
    builtin,
    builtin_everything,
    own_container,
    script_sklearn,
    script_xgboost,
    script_pytorch,
    model_trainer,
    endpoint,
    endpoint_update,
    endpoint_serverless,
    endpoint_two_variants,
    model_vpc,
    endpoint_undeploy,
    model_package,
]


def main(directory):
    wanted = sys.argv[2:]
    for scenario in SCENARIOS:
        if wanted and scenario.__name__ not in wanted:
            continue
        recorder = Recorder()
        scenario(recorder)
        name = scenario.__name__.replace("_", "-")
        with open(os.path.join(directory, name + ".json"), "w") as file:
            json.dump(
                {
                    "sagemaker": sagemaker.__version__,
                    "boto3": boto3.__version__,
                    "requests": recorder.requests,
                    "objects": recorder.objects,
                },
                file,
                indent=2,
            )
            file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
