"""boto3 trains the built-in algorithm, looks at its logs, stops jobs and lists them."""
import time
import unittest

from botocore.exceptions import ClientError

from cloud import archive, bucket, channel, job, logs, name, put_tumours, s3, sagemaker

LOG_GROUP = "/aws/sagemaker/TrainingJobs"


def describe(job_name):
    return sagemaker.describe_training_job(TrainingJobName=job_name)


def wait(job_name):
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(TrainingJobName=job_name)
    return describe(job_name)


def lines(job_name):
    streams = logs.describe_log_streams(
        logGroupName=LOG_GROUP, logStreamNamePrefix=job_name + "/", orderBy="LogStreamName"
    )["logStreams"]
    found = []
    for stream in streams:
        token = {}
        while True:
            page = logs.get_log_events(
                logGroupName=LOG_GROUP,
                logStreamName=stream["logStreamName"],
                startFromHead=True,
                **token,
            )
            found += [event["message"] for event in page["events"]]
            if page["nextForwardToken"] == token.get("nextToken"):
                break
            token = {"nextToken": page["nextForwardToken"]}
    return found


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = bucket()
        put_tumours(cls.bucket)

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        error = refusal.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        return error["Message"]

    def test_a_job_to_its_end(self):
        one = name("whole")
        made = sagemaker.create_training_job(
            **job(one, self.bucket, Tags=[{"Key": "team", "Value": "risk"}])
        )
        self.assertRegex(made["TrainingJobArn"], f"^arn:aws:sagemaker:.*:training-job/{one}$")
        self.assertEqual(describe(one)["TrainingJobStatus"], "InProgress")
        with self.assertRaises(sagemaker.exceptions.ResourceInUse):
            sagemaker.create_training_job(**job(one, self.bucket))

        done = wait(one)

        self.assertEqual(done["TrainingJobStatus"], "Completed", done.get("FailureReason"))
        self.assertEqual(done["SecondaryStatus"], "Completed")
        stages = [entry["Status"] for entry in done["SecondaryStatusTransitions"]]
        expected = ["Starting", "Downloading", "Training", "Uploading", "Completed"]
        self.assertEqual([stage for stage in stages if stage != "Pending"], expected)
        for earlier, later in zip(
            done["SecondaryStatusTransitions"], done["SecondaryStatusTransitions"][1:]
        ):
            self.assertEqual(earlier["EndTime"], later["StartTime"])
        self.assertLessEqual(done["CreationTime"], done["TrainingStartTime"])
        self.assertLessEqual(done["TrainingStartTime"], done["TrainingEndTime"])
        self.assertGreater(done["BillableTimeInSeconds"], 0)
        metrics = {entry["MetricName"]: entry["Value"] for entry in done["FinalMetricDataList"]}
        self.assertIn("validation:logloss", metrics)
        self.assertTrue(0 < metrics["validation:logloss"] < 0.5, metrics)
        self.assertEqual(
            sagemaker.list_tags(ResourceArn=made["TrainingJobArn"])["Tags"],
            [{"Key": "team", "Value": "risk"}],
        )
        files = archive(done["ModelArtifacts"]["S3ModelArtifacts"])
        self.assertEqual(list(files), ["xgboost-model"])
        self.assertGreater(len(files["xgboost-model"]), 1000)
        text = "\n".join(lines(one))
        self.assertIn("validation-logloss", text)
        self.assertIn("[19]", text)
        message = self.refused(
            "ValidationException", sagemaker.stop_training_job, TrainingJobName=one
        )
        self.assertIn("request was rejected because the training job is in status", message)

    def test_data_that_cannot_be_learnt_from(self):
        one = name("words")
        s3.put_object(Bucket=self.bucket, Key="words/rows.csv", Body="yes,ham\nno,spam\n" * 20)
        sagemaker.create_training_job(
            **job(one, self.bucket, InputDataConfig=[channel("train", self.bucket, "words/")])
        )
        done = wait_for_end(one)
        self.assertEqual(done["TrainingJobStatus"], "Failed")
        self.assertRegex(done["FailureReason"], "^(AlgorithmError|ClientError): ")
        self.assertTrue(lines(one))

    def test_a_hyperparameter_in_json_quotes(self):
        one = name("quotes")
        sagemaker.create_training_job(
            **job(
                one,
                self.bucket,
                HyperParameters={"objective": '"binary:logistic"', "num_round": "5"},
            )
        )
        done = wait_for_end(one)
        self.assertEqual(done["TrainingJobStatus"], "Failed")
        self.assertRegex(done["FailureReason"], "^(AlgorithmError|ClientError): ")
        self.assertIn("objective", done["FailureReason"])

    def test_data_that_is_not_there(self):
        one = name("no-data")
        channels = [channel("train", self.bucket, "no/such/folder/")]
        try:
            sagemaker.create_training_job(**job(one, self.bucket, InputDataConfig=channels))
        except ClientError as refusal:
            self.assertEqual(refusal.response["Error"]["Code"], "ValidationException")
            return
        done = wait_for_end(one)
        self.assertEqual(done["TrainingJobStatus"], "Failed")
        self.assertRegex(done["FailureReason"], "^ClientError: ")

    def test_a_job_that_is_stopped(self):
        one = name("stopped")
        sagemaker.create_training_job(
            **job(
                one,
                self.bucket,
                HyperParameters={"objective": "binary:logistic", "num_round": "50000000"},
            )
        )
        while describe(one)["SecondaryStatus"] != "Training":
            time.sleep(5)
        sagemaker.stop_training_job(TrainingJobName=one)
        self.assertIn(describe(one)["TrainingJobStatus"], ("Stopping", "Stopped"))
        done = wait(one)
        self.assertEqual(done["TrainingJobStatus"], "Stopped")
        self.assertEqual(done["SecondaryStatus"], "Stopped")

    def test_requests_that_are_wrong(self):
        message = self.refused(
            "ValidationException",
            sagemaker.create_training_job,
            **job("under_score", self.bucket),
        )
        self.assertIn("trainingJobName", message)
        self.assertIn("under_score", message)
        without = job(name("none"), self.bucket)
        del without["ResourceConfig"]
        self.refused("ValidationException", sagemaker.create_training_job, **without)
        waits = job(name("waits"), self.bucket)
        waits["StoppingCondition"]["MaxWaitTimeInSeconds"] = 7200
        message = self.refused("ValidationException", sagemaker.create_training_job, **waits)
        self.assertIn("Invalid MaxWaitTimeInSeconds", message)
        message = self.refused(
            "ValidationException", sagemaker.describe_training_job, TrainingJobName="nobody"
        )
        self.assertTrue(message.startswith("Requested resource not found"), message)

    def test_lists_of_many_pages(self):
        prefix = name("many")
        names = [f"{prefix}-{number}" for number in range(3)]
        for one in names:
            sagemaker.create_training_job(**job(one, self.bucket))
        pages = list(
            sagemaker.get_paginator("list_training_jobs").paginate(
                NameContains=prefix,
                SortBy="Name",
                SortOrder="Ascending",
                PaginationConfig={"PageSize": 2},
            )
        )
        self.assertGreater(len(pages), 1)
        found = [entry for page in pages for entry in page["TrainingJobSummaries"]]
        self.assertEqual([entry["TrainingJobName"] for entry in found], names)
        for one in names:
            self.assertEqual(wait(one)["TrainingJobStatus"], "Completed")
        completed = sagemaker.get_paginator("list_training_jobs").paginate(
            NameContains=prefix, StatusEquals="Completed"
        )
        self.assertEqual(len([1 for page in completed for _ in page["TrainingJobSummaries"]]), 3)


def wait_for_end(job_name):
    """As the waiter does, which takes a failure for an error."""
    while True:
        described = describe(job_name)
        if described["TrainingJobStatus"] not in ("InProgress", "Stopping"):
            return described
        time.sleep(30)


if __name__ == "__main__":
    unittest.main()
