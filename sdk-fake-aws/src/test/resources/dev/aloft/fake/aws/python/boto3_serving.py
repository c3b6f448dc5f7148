"""boto3 registers a model, deploys it, changes the endpoint and takes everything away again."""
import json
import time
import unittest

from botocore.exceptions import ClientError

from cloud import ROLE, XGBOOST, accuracy, as_csv, bucket, name, numbers, runtime, sagemaker
from cloud import trained, tumours


def model(url):
    made = name("model")
    sagemaker.create_model(
        ModelName=made,
        ExecutionRoleArn=ROLE,
        PrimaryContainer={"Image": XGBOOST, "ModelDataUrl": url},
    )
    return made


def variant(called, model_name, weight=1.0, count=1):
    return {
        "VariantName": called,
        "ModelName": model_name,
        "InstanceType": "ml.m5.large",
        "InitialInstanceCount": count,
        "InitialVariantWeight": weight,
    }


def configure(*variants):
    made = name("config")
    sagemaker.create_endpoint_config(EndpointConfigName=made, ProductionVariants=list(variants))
    return made


def in_service(endpoint):
    sagemaker.get_waiter("endpoint_in_service").wait(EndpointName=endpoint)
    return sagemaker.describe_endpoint(EndpointName=endpoint)


def weights(described):
    return {
        each["VariantName"]: (each["CurrentWeight"], each["CurrentInstanceCount"])
        for each in described["ProductionVariants"]
    }


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = bucket()
        cls.model_url = trained(cls.bucket)
        cls.held_out = tumours()[1]
        cls.questions = as_csv([row[1:] for row in cls.held_out])

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        error = refusal.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        return error["Message"]

    def ask(self, endpoint, **more):
        answer = runtime.invoke_endpoint(
            EndpointName=endpoint, ContentType="text/csv", Body=self.questions, **more
        )
        return answer, answer["Body"].read().decode()

    def test_an_endpoint_from_first_to_last(self):
        first, second = model(self.model_url), model(self.model_url)
        config = configure(variant("old", first))
        endpoint = name("scores")
        made = sagemaker.create_endpoint(EndpointName=endpoint, EndpointConfigName=config)
        self.assertRegex(made["EndpointArn"], f"^arn:aws:sagemaker:.*:endpoint/{endpoint}$")
        described = sagemaker.describe_endpoint(EndpointName=endpoint)
        self.assertEqual(described["EndpointStatus"], "Creating")
        self.refused(
            "ValidationException",
            sagemaker.create_endpoint,
            EndpointName=endpoint,
            EndpointConfigName=config,
        )
        self.assertTrue(
            self.refused(
                "ValidationException", sagemaker.delete_endpoint, EndpointName=endpoint
            ).startswith("Cannot update in-progress endpoint")
        )

        self.assertEqual(weights(in_service(endpoint)), {"old": (1.0, 1)})
        answer, text = self.ask(endpoint)
        self.assertEqual(answer["InvokedProductionVariant"], "old")
        self.assertGreater(accuracy(numbers(text), self.held_out), 0.9)
        answer, text = self.ask(endpoint, Accept="application/json")
        self.assertTrue(answer["ContentType"].startswith("application/json"))
        scores = [row["score"] for row in json.loads(text)["predictions"]]
        self.assertGreater(accuracy(scores, self.held_out), 0.9)

        both = configure(variant("old", first, 0.9), variant("new", second, 0.1, 2))
        sagemaker.update_endpoint(EndpointName=endpoint, EndpointConfigName=both)
        self.assertEqual(
            sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointStatus"], "Updating"
        )
        self.ask(endpoint)
        described = in_service(endpoint)
        self.assertEqual(described["EndpointConfigName"], both)
        self.assertEqual(set(weights(described)), {"old", "new"})
        self.assertEqual(weights(described)["new"][1], 2)
        answer, _ = self.ask(endpoint, TargetVariant="new")
        self.assertEqual(answer["InvokedProductionVariant"], "new")

        sagemaker.update_endpoint_weights_and_capacities(
            EndpointName=endpoint,
            DesiredWeightsAndCapacities=[
                {"VariantName": "old", "DesiredWeight": 0},
                {"VariantName": "new", "DesiredWeight": 1, "DesiredInstanceCount": 1},
            ],
        )
        described = in_service(endpoint)
        self.assertEqual(weights(described), {"old": (0.0, 1), "new": (1.0, 1)})
        for _ in range(5):
            answer, _ = self.ask(endpoint)
            self.assertEqual(answer["InvokedProductionVariant"], "new")

        listed = sagemaker.list_endpoints(NameContains=endpoint, StatusEquals="InService")
        self.assertEqual([each["EndpointName"] for each in listed["Endpoints"]], [endpoint])
        sagemaker.delete_endpoint(EndpointName=endpoint)
        sagemaker.get_waiter("endpoint_deleted").wait(EndpointName=endpoint)
        message = self.refused(
            "ValidationException", sagemaker.describe_endpoint, EndpointName=endpoint
        )
        self.assertTrue(message.startswith("Could not find endpoint"), message)
        self.refused(
            "ValidationError", runtime.invoke_endpoint, EndpointName=endpoint, Body=b"1,2"
        )
        for each in (config, both):
            sagemaker.delete_endpoint_config(EndpointConfigName=each)
        for each in (first, second):
            sagemaker.delete_model(ModelName=each)
        message = self.refused("ValidationException", sagemaker.describe_model, ModelName=first)
        self.assertTrue(message.startswith("Could not find model"), message)

    def test_what_a_container_refuses(self):
        endpoint = name("strict")
        sagemaker.create_endpoint(
            EndpointName=endpoint, EndpointConfigName=configure(variant("all", model(self.model_url)))
        )
        in_service(endpoint)
        with self.assertRaises(ClientError) as refusal:
            runtime.invoke_endpoint(
                EndpointName=endpoint, ContentType="image/png", Body=b"\x89PNG"
            )
        answer = refusal.exception.response
        self.assertEqual(answer["Error"]["Code"], "ModelError")
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 424)
        self.assertEqual(answer["OriginalStatusCode"], 415)
        self.assertTrue(answer["OriginalMessage"])
        self.assertIn(endpoint, answer["LogStreamArn"])
        self.refused(
            "ValidationError",
            runtime.invoke_endpoint,
            EndpointName=endpoint,
            ContentType="text/csv",
            Body=b"1" * (6 * 1024 * 1024 + 1),
        )
        sagemaker.delete_endpoint(EndpointName=endpoint)

    def test_a_model_that_does_not_load(self):
        from cloud import s3

        s3.put_object(Bucket=self.bucket, Key="broken/model.tar.gz", Body=b"no archive")
        endpoint = name("broken")
        sagemaker.create_endpoint(
            EndpointName=endpoint,
            EndpointConfigName=configure(
                variant("all", model(f"s3://{self.bucket}/broken/model.tar.gz"))
            ),
        )
        described = self.end_of_creating(endpoint)
        self.assertEqual(described["EndpointStatus"], "Failed")
        self.assertTrue(described["FailureReason"])
        sagemaker.delete_endpoint(EndpointName=endpoint)

    def end_of_creating(self, endpoint):
        while True:
            described = sagemaker.describe_endpoint(EndpointName=endpoint)
            if described["EndpointStatus"] != "Creating":
                return described
            time.sleep(30)

    def test_a_serverless_endpoint(self):
        endpoint = name("serverless")
        config = name("config")
        sagemaker.create_endpoint_config(
            EndpointConfigName=config,
            ProductionVariants=[
                {
                    "VariantName": "all",
                    "ModelName": model(self.model_url),
                    "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5},
                }
            ],
        )
        sagemaker.create_endpoint(EndpointName=endpoint, EndpointConfigName=config)
        described = in_service(endpoint)
        serverless = described["ProductionVariants"][0]["CurrentServerlessConfig"]
        self.assertEqual((serverless["MemorySizeInMB"], serverless["MaxConcurrency"]), (2048, 5))
        self.assertGreater(accuracy(numbers(self.ask(endpoint)[1]), self.held_out), 0.9)
        sagemaker.delete_endpoint(EndpointName=endpoint)

    def test_the_registry(self):
        group = name("group")
        sagemaker.create_model_package_group(ModelPackageGroupName=group)
        self.assertIn(
            "already exists",
            self.refused(
                "ValidationException",
                sagemaker.create_model_package_group,
                ModelPackageGroupName=group,
            ),
        )
        request = {
            "ModelPackageGroupName": group,
            "ModelApprovalStatus": "PendingManualApproval",
            "CustomerMetadataProperties": {"hash": "abc"},
            "InferenceSpecification": {
                "Containers": [{"Image": XGBOOST, "ModelDataUrl": self.model_url}],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
        }
        made = [
            sagemaker.create_model_package(ClientToken=token, **request)["ModelPackageArn"]
            for token in ("one", "one", "two")
        ]
        self.assertEqual(made[0], made[1])
        self.assertRegex(made[2], f":model-package/{group}/2$")
        pages = sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName=group, PaginationConfig={"PageSize": 1}
        )
        listed = [each for page in pages for each in page["ModelPackageSummaryList"]]
        self.assertEqual({each["ModelPackageArn"] for each in listed}, set(made))
        sagemaker.update_model_package(
            ModelPackageArn=made[0],
            ModelApprovalStatus="Approved",
            ApprovalDescription="good",
        )
        described = sagemaker.describe_model_package(ModelPackageName=made[0])
        self.assertEqual(described["ModelPackageVersion"], 1)
        self.assertEqual(described["ModelApprovalStatus"], "Approved")
        self.assertEqual(described["CustomerMetadataProperties"], {"hash": "abc"})

        deployed = name("registered")
        sagemaker.create_model(
            ModelName=deployed,
            ExecutionRoleArn=ROLE,
            PrimaryContainer={"ModelPackageName": made[0]},
        )
        endpoint = name("registered")
        sagemaker.create_endpoint(
            EndpointName=endpoint, EndpointConfigName=configure(variant("all", deployed))
        )
        in_service(endpoint)
        self.assertGreater(accuracy(numbers(self.ask(endpoint)[1]), self.held_out), 0.9)
        sagemaker.delete_endpoint(EndpointName=endpoint)

        self.refused(
            "ConflictException", sagemaker.delete_model_package_group, ModelPackageGroupName=group
        )
        for each in set(made):
            sagemaker.delete_model_package(ModelPackageName=each)
        sagemaker.delete_model_package_group(ModelPackageGroupName=group)
        self.assertTrue(
            self.refused(
                "ValidationException",
                sagemaker.describe_model_package_group,
                ModelPackageGroupName=group,
            ).endswith("does not exist.")
        )

    def test_lists_of_many_pages(self):
        prefix = name("page")
        names = [f"{prefix}-{number}" for number in range(5)]
        for each in names:
            sagemaker.create_model(
                ModelName=each,
                ExecutionRoleArn=ROLE,
                PrimaryContainer={"Image": XGBOOST, "ModelDataUrl": self.model_url},
            )
            sagemaker.create_endpoint_config(
                EndpointConfigName=each, ProductionVariants=[variant("all", each)]
            )
        for operation, member, key in (
            ("list_models", "Models", "ModelName"),
            ("list_endpoint_configs", "EndpointConfigs", "EndpointConfigName"),
        ):
            pages = list(
                sagemaker.get_paginator(operation).paginate(
                    NameContains=prefix,
                    SortBy="Name",
                    SortOrder="Descending",
                    PaginationConfig={"PageSize": 2},
                )
            )
            found = [each[key] for page in pages for each in page[member]]
            self.assertEqual(found, names[::-1], operation)
            self.assertGreaterEqual(len(pages), 3)


if __name__ == "__main__":
    unittest.main()
