"""What the life cycles share: clients of the fake, names, data and images."""
import csv
import io
import os
import tarfile
import urllib.parse
import uuid

import boto3

REGION = os.environ["AWS_DEFAULT_REGION"]
ACCOUNT = os.environ["FAKE_ACCOUNT"]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/trainer"
XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"

s3 = boto3.client("s3")
sagemaker = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime")
logs = boto3.client("logs")


def name(kind):
    return f"{kind}-{uuid.uuid4().hex[:10]}"


def bucket():
    made = name("team-bucket")
    s3.create_bucket(Bucket=made)
    return made


def tumours():
    """Rows of numbers, the label first: those to train on, and those that are held out."""
    with open(os.environ["FAKE_DATA"], newline="") as file:
        rows = [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    train = [row for number, row in enumerate(rows) if number % 3 != 0]
    held_out = [row for number, row in enumerate(rows) if number % 3 == 0]
    return train, held_out


def as_csv(rows):
    return "\n".join(",".join(repr(cell) for cell in row) for row in rows) + "\n"


def numbers(text):
    return [float(cell) for cell in text.replace("\n", ",").split(",") if cell.strip()]


def accuracy(scores, rows):
    assert len(scores) == len(rows), f"{len(scores)} scores for {len(rows)} rows"
    right = sum((score > 0.5) == (row[0] == 1) for score, row in zip(scores, rows))
    return right / len(rows)


def object_at(url):
    parts = urllib.parse.urlsplit(url)
    return s3.get_object(Bucket=parts.netloc, Key=parts.path[1:])["Body"].read()


def archive(url):
    """The files of a tar.gz in a bucket, by name."""
    with tarfile.open(fileobj=io.BytesIO(object_at(url)), mode="r:gz") as tar:
        return {
            os.path.normpath(member.name): tar.extractfile(member).read()
            for member in tar.getmembers()
            if member.isfile()
        }


def put_tumours(where):
    train, held_out = tumours()
    s3.put_object(Bucket=where, Key="data/train/rows.csv", Body=as_csv(train))
    s3.put_object(Bucket=where, Key="data/validation/rows.csv", Body=as_csv(held_out))


def channel(kind, where, key, content_type="text/csv"):
    return {
        "ChannelName": kind,
        "ContentType": content_type,
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": f"s3://{where}/{key}",
                "S3DataDistributionType": "FullyReplicated",
            }
        },
    }


def job(job_name, where, **changed):
    """A request that trains the built-in algorithm on the tumours."""
    return {
        "TrainingJobName": job_name,
        "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
        "HyperParameters": {"objective": "binary:logistic", "num_round": "20", "max_depth": "3"},
        "InputDataConfig": [
            channel("train", where, "data/train/"),
            channel("validation", where, "data/validation/"),
        ],
        "OutputDataConfig": {"S3OutputPath": f"s3://{where}/out"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.xlarge",
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        **changed,
    }


def trained(where):
    """The address of a model that the built-in algorithm made of the tumours."""
    put_tumours(where)
    job_name = name("tumours")
    sagemaker.create_training_job(**job(job_name, where))
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=job_name)
    described = sagemaker.describe_training_job(TrainingJobName=job_name)
    assert described["TrainingJobStatus"] == "Completed", described
    return described["ModelArtifacts"]["S3ModelArtifacts"]
