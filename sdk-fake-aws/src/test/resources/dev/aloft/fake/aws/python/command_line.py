"""AWS's command line copies files, trains, deploys and asks."""
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.request

ACCOUNT = os.environ["FAKE_ACCOUNT"]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/trainer"
XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
SERVICE_ERROR = 255


def aws(*arguments, exit_code=0):
    done = subprocess.run(
        [sys.executable, "-m", "awscli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = f"aws {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert done.returncode == exit_code, said
    return done.stdout if exit_code == 0 else done.stderr


def asked(*arguments):
    return json.loads(aws("sagemaker", *arguments, "--output", "json") or "null")


def name(kind):
    return f"{kind}-{os.urandom(5).hex()}"


def rows():
    lines = pathlib.Path(os.environ["FAKE_DATA"]).read_text().splitlines()[1:]
    return lines[1::3] + lines[2::3], lines[::3]


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.bucket = name("cli-bucket")
        self.url = f"s3://{self.bucket}"
        self.here = pathlib.Path(name("cli"))
        self.here.mkdir()
        self.assertIn("make_bucket", aws("s3", "mb", self.url))

    def test_files(self):
        source = self.here / "source"
        (source / "below").mkdir(parents=True)
        (source / "a.txt").write_text("a")
        (source / "below" / "b c.txt").write_text("b")
        (source / "large").write_bytes(os.urandom(9 * 1024 * 1024))
        # objects have dates in whole seconds: a file of the same second looks newer than its copy
        for file in ("a.txt", "below/b c.txt", "large"):
            a_minute_ago = (source / file).stat().st_mtime - 60
            os.utime(source / file, (a_minute_ago, a_minute_ago))
        aws("s3", "sync", str(source), self.url + "/copy")
        self.assertEqual(aws("s3", "sync", str(source), self.url + "/copy"), "")
        listed = aws("s3", "ls", self.url + "/copy/", "--recursive")
        self.assertEqual(len(listed.splitlines()), 3, listed)
        self.assertIn("PRE below/", aws("s3", "ls", self.url + "/copy/"))
        aws("s3", "cp", self.url + "/copy", str(self.here / "back"), "--recursive")
        for file in ("a.txt", "below/b c.txt", "large"):
            self.assertEqual(
                (self.here / "back" / file).read_bytes(), (source / file).read_bytes(), file
            )
        aws("s3", "cp", self.url + "/copy/large", self.url + "/other/large")
        signed = aws("s3", "presign", self.url + "/copy/a.txt").strip()
        with urllib.request.urlopen(signed) as answer:
            self.assertEqual(answer.read(), b"a")
        aws("s3", "mv", str(source / "a.txt"), self.url + "/moved.txt")
        self.assertFalse((source / "a.txt").exists())
        self.assertEqual(aws("s3", "cp", self.url + "/moved.txt", "-"), "a")
        self.assertIn("404", aws("s3", "cp", self.url + "/nothing", "-", exit_code=1))
        aws("s3", "rb", self.url, exit_code=1)
        aws("s3", "rm", self.url + "/copy", "--recursive")
        self.assertEqual(len(aws("s3", "ls", self.url, "--recursive").splitlines()), 2)
        aws("s3", "rb", self.url, "--force")
        self.assertNotIn(self.bucket, aws("s3", "ls"))

    def request(self, job, rounds):
        file = self.here / f"{job}.json"
        channel = {
            "ChannelName": "train",
            "ContentType": "text/csv",
            "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": self.url + "/train/"}
            },
        }
        request = {
            "TrainingJobName": job,
            "RoleArn": ROLE,
            "AlgorithmSpecification": {"TrainingImage": XGBOOST, "TrainingInputMode": "File"},
            "HyperParameters": {"objective": "binary:logistic", "num_round": str(rounds)},
            "InputDataConfig": [channel],
            "OutputDataConfig": {"S3OutputPath": self.url + "/out"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.xlarge",
                "InstanceCount": 1,
                "VolumeSizeInGB": 10,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        }
        file.write_text(json.dumps(request))
        return f"file://{file}"

    def test_a_model_from_data_to_answers(self):
        train, held_out = rows()
        (self.here / "rows.csv").write_text("\n".join(train) + "\n")
        aws("s3", "cp", str(self.here / "rows.csv"), self.url + "/train/rows.csv")
        prefix = name("cli")
        jobs = [f"{prefix}-{number}" for number in range(3)]
        for job in jobs:
            asked("create-training-job", "--cli-input-json", self.request(job, 20))
        one_page = asked(
            "list-training-jobs", "--name-contains", prefix, "--page-size", "1", "--max-items", "2"
        )
        self.assertEqual(len(one_page["TrainingJobSummaries"]), 2)
        rest = asked(
            *("list-training-jobs", "--name-contains", prefix, "--page-size", "1"),
            *("--starting-token", one_page["NextToken"]),
        )
        found = one_page["TrainingJobSummaries"] + rest["TrainingJobSummaries"]
        self.assertEqual(sorted(each["TrainingJobName"] for each in found), jobs)
        for job in jobs:
            aws("sagemaker", "wait", "training-job-completed-or-stopped", "--training-job-name", job)
        done = asked("describe-training-job", "--training-job-name", jobs[0])
        self.assertEqual(done["TrainingJobStatus"], "Completed", done)
        group = "/aws/sagemaker/TrainingJobs"
        events = aws(
            *("logs", "filter-log-events", "--log-group-name", group),
            *("--log-stream-name-prefix", jobs[0] + "/", "--query", "events[].message"),
        )
        self.assertIn("train-logloss", events)
        self.serve(done["ModelArtifacts"]["S3ModelArtifacts"], held_out)

    def serve(self, model_url, held_out):
        one = name("cli")
        container = json.dumps({"Image": XGBOOST, "ModelDataUrl": model_url})
        asked(
            *("create-model", "--model-name", one, "--execution-role-arn", ROLE),
            *("--primary-container", container),
        )
        asked(
            *("create-endpoint-config", "--endpoint-config-name", one, "--production-variants"),
            f"VariantName=all,ModelName={one},InstanceType=ml.m5.large,InitialInstanceCount=1",
        )
        asked("create-endpoint", "--endpoint-name", one, "--endpoint-config-name", one)
        aws("sagemaker", "wait", "endpoint-in-service", "--endpoint-name", one)
        questions = self.here / "questions.csv"
        questions.write_text("\n".join(line.split(",", 1)[1] for line in held_out) + "\n")
        answers = self.here / "answers.csv"
        said = aws(
            *("sagemaker-runtime", "invoke-endpoint", "--endpoint-name", one),
            *("--content-type", "text/csv", "--body", f"file://{questions}", str(answers)),
        )
        self.assertEqual(json.loads(said)["InvokedProductionVariant"], "all")
        scores = [float(cell) for cell in answers.read_text().replace("\n", ",").split(",") if cell]
        right = sum((score > 0.5) == (line[0] == "1") for score, line in zip(scores, held_out))
        self.assertEqual(len(scores), len(held_out))
        self.assertGreater(right / len(scores), 0.9)
        aws("sagemaker", "delete-endpoint", "--endpoint-name", one)
        aws("sagemaker", "wait", "endpoint-deleted", "--endpoint-name", one)
        aws("sagemaker", "delete-endpoint-config", "--endpoint-config-name", one)
        aws("sagemaker", "delete-model", "--model-name", one)
        message = aws(
            *("sagemaker", "describe-model", "--model-name", one), exit_code=SERVICE_ERROR
        )
        self.assertIn("(ValidationException)", message)
        self.assertIn("Could not find model", message)

    def test_a_job_that_is_stopped(self):
        train, _ = rows()
        (self.here / "rows.csv").write_text("\n".join(train) + "\n")
        aws("s3", "cp", str(self.here / "rows.csv"), self.url + "/train/rows.csv")
        job = name("cli-stop")
        asked("create-training-job", "--cli-input-json", self.request(job, 50_000_000))
        described = ("describe-training-job", "--training-job-name", job)
        while asked(*described)["SecondaryStatus"] != "Training":
            time.sleep(5)
        aws("sagemaker", "stop-training-job", "--training-job-name", job)
        aws("sagemaker", "wait", "training-job-completed-or-stopped", "--training-job-name", job)
        self.assertEqual(asked(*described)["TrainingJobStatus"], "Stopped")

    def test_who_asks(self):
        said = json.loads(aws("sts", "get-caller-identity"))
        self.assertEqual(said["Account"], ACCOUNT)


if __name__ == "__main__":
    unittest.main()
