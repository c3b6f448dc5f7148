"""boto3 keeps objects in S3: whole, in parts, in ranges, copied, listed, signed for others."""
import hashlib
import os
import unittest
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from cloud import bucket, name, s3

MEBIBYTE = 1024 * 1024


class Storage(unittest.TestCase):
    def setUp(self):
        self.bucket = bucket()

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        self.assertEqual(refusal.exception.response["Error"]["Code"], code)
        return refusal.exception.response

    def test_buckets(self):
        listed = {entry["Name"]: entry for entry in s3.list_buckets()["Buckets"]}
        self.assertIn("CreationDate", listed[self.bucket])
        s3.head_bucket(Bucket=self.bucket)
        self.refused("404", s3.head_bucket, Bucket=name("nowhere"))
        self.refused("NoSuchBucket", s3.list_objects_v2, Bucket=name("nowhere"))
        s3.put_object(Bucket=self.bucket, Key="a", Body=b"a")
        self.refused("BucketNotEmpty", s3.delete_bucket, Bucket=self.bucket)
        s3.delete_object(Bucket=self.bucket, Key="a")
        s3.delete_bucket(Bucket=self.bucket)
        self.refused("404", s3.head_bucket, Bucket=self.bucket)

    def test_objects(self):
        key = "a folder/ä+b&c=d ~.txt"
        body = b"hello, cloud"
        put = s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=body,
            ContentType="text/plain",
            Metadata={"team": "risk"},
        )
        self.assertEqual(put["ETag"], '"' + hashlib.md5(body).hexdigest() + '"')
        head = s3.head_object(Bucket=self.bucket, Key=key)
        self.assertEqual(head["ContentLength"], len(body))
        self.assertEqual(head["ContentType"], "text/plain")
        self.assertEqual(head["Metadata"], {"team": "risk"})
        got = s3.get_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        self.assertEqual(got["Body"].read(), body)
        part = s3.get_object(Bucket=self.bucket, Key=key, Range="bytes=7-")
        self.assertEqual(part["Body"].read(), b"cloud")
        self.assertEqual(part["ContentRange"], "bytes 7-11/12")
        self.refused(
            "InvalidRange", s3.get_object, Bucket=self.bucket, Key=key, Range="bytes=99-"
        )
        self.refused("NoSuchKey", s3.get_object, Bucket=self.bucket, Key="nothing")
        self.refused("404", s3.head_object, Bucket=self.bucket, Key="nothing")

    def test_conditions(self):
        put = s3.put_object(Bucket=self.bucket, Key="once", Body=b"first", IfNoneMatch="*")
        refusal = self.refused(
            "PreconditionFailed",
            s3.put_object,
            Bucket=self.bucket,
            Key="once",
            Body=b"second",
            IfNoneMatch="*",
        )
        self.assertEqual(refusal["ResponseMetadata"]["HTTPStatusCode"], 412)
        s3.put_object(Bucket=self.bucket, Key="once", Body=b"second", IfMatch=put["ETag"])
        self.refused(
            "PreconditionFailed",
            s3.get_object,
            Bucket=self.bucket,
            Key="once",
            IfMatch=put["ETag"],
        )
        got = s3.get_object(Bucket=self.bucket, Key="once")
        self.assertEqual(got["Body"].read(), b"second")
        self.refused(
            "304", s3.head_object, Bucket=self.bucket, Key="once", IfNoneMatch=got["ETag"]
        )

    def test_large_files(self):
        source = os.path.join(os.getcwd(), name("large"))
        body = os.urandom(20 * MEBIBYTE + 17)
        with open(source, "wb") as file:
            file.write(body)
        seen = []
        s3.upload_file(source, self.bucket, "large", Callback=seen.append)
        self.assertEqual(sum(seen), len(body))
        head = s3.head_object(Bucket=self.bucket, Key="large")
        self.assertEqual(head["ContentLength"], len(body))
        self.assertRegex(head["ETag"], '^"[0-9a-f]{32}-3"$')
        target = source + ".back"
        config = TransferConfig(multipart_chunksize=5 * MEBIBYTE, max_concurrency=4)
        s3.download_file(self.bucket, "large", target, Config=config)
        with open(target, "rb") as file:
            self.assertEqual(hashlib.sha256(file.read()).digest(), hashlib.sha256(body).digest())
        s3.copy({"Bucket": self.bucket, "Key": "large"}, self.bucket, "copies/large")
        copied = s3.get_object(Bucket=self.bucket, Key="copies/large")["Body"].read()
        self.assertEqual(copied, body)
        os.remove(source)
        os.remove(target)

    def test_an_upload_that_is_given_up(self):
        upload = s3.create_multipart_upload(Bucket=self.bucket, Key="half")
        one = {"Bucket": self.bucket, "Key": "half", "UploadId": upload["UploadId"]}
        part = s3.upload_part(PartNumber=1, Body=b"x" * (5 * MEBIBYTE), **one)
        listed = s3.list_parts(**one)["Parts"]
        self.assertEqual([entry["ETag"] for entry in listed], [part["ETag"]])
        self.assertEqual(
            [entry["Key"] for entry in s3.list_multipart_uploads(Bucket=self.bucket)["Uploads"]],
            ["half"],
        )
        self.refused("404", s3.head_object, Bucket=self.bucket, Key="half")
        s3.abort_multipart_upload(**one)
        self.refused("NoSuchUpload", s3.list_parts, **one)

    def test_an_upload_by_hand(self):
        upload = s3.create_multipart_upload(Bucket=self.bucket, Key="by hand")
        one = {"Bucket": self.bucket, "Key": "by hand", "UploadId": upload["UploadId"]}
        bodies = [b"x" * (5 * MEBIBYTE), b"the rest"]
        parts = [
            {"PartNumber": at, "ETag": s3.upload_part(PartNumber=at, Body=body, **one)["ETag"]}
            for at, body in enumerate(bodies, 1)
        ]
        s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **one)
        got = s3.get_object(Bucket=self.bucket, Key="by hand")["Body"].read()
        self.assertEqual(got, b"".join(bodies))

    def test_listings(self):
        keys = [f"runs/{run}/part {number}" for run in "ab" for number in range(5)]
        for key in keys + ["other", "runs.txt"]:
            s3.put_object(Bucket=self.bucket, Key=key, Body=key.encode())
        for operation in ("list_objects", "list_objects_v2"):
            pages = list(
                s3.get_paginator(operation).paginate(
                    Bucket=self.bucket, Prefix="runs/", PaginationConfig={"PageSize": 3}
                )
            )
            self.assertEqual(len(pages), 4, operation)
            self.assertEqual([entry["Key"] for page in pages for entry in page["Contents"]], keys)
            folders = list(
                s3.get_paginator(operation).paginate(
                    Bucket=self.bucket, Delimiter="/", PaginationConfig={"PageSize": 1}
                )
            )
            prefixes = [e["Prefix"] for page in folders for e in page.get("CommonPrefixes", [])]
            files = [e["Key"] for page in folders for e in page.get("Contents", [])]
            self.assertEqual((prefixes, files), (["runs/"], ["other", "runs.txt"]), operation)
        after = s3.list_objects_v2(Bucket=self.bucket, StartAfter="runs.txt")
        self.assertEqual(after["KeyCount"], len(keys))
        deleted = s3.delete_objects(
            Bucket=self.bucket,
            Delete={"Objects": [{"Key": key} for key in keys + ["never there"]]},
        )
        self.assertEqual(len(deleted["Deleted"]), len(keys) + 1)
        self.assertEqual(s3.list_objects_v2(Bucket=self.bucket)["KeyCount"], 2)

    def test_addresses_that_are_signed_for_others(self):
        put = s3.generate_presigned_url(
            "put_object", Params={"Bucket": self.bucket, "Key": "by others"}, ExpiresIn=60
        )
        request = urllib.request.Request(put, data=b"from afar", method="PUT")
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(answer.status, 200)
        version4 = boto3.client("s3", config=Config(signature_version="s3v4"))
        get = version4.generate_presigned_url(
            "get_object", Params={"Bucket": self.bucket, "Key": "by others"}, ExpiresIn=60
        )
        with urllib.request.urlopen(get) as answer:
            self.assertEqual(answer.read(), b"from afar")
        missing = version4.generate_presigned_url(
            "get_object", Params={"Bucket": self.bucket, "Key": "nothing"}, ExpiresIn=60
        )
        with self.assertRaises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(missing)
        self.assertEqual(refusal.exception.code, 404)


if __name__ == "__main__":
    unittest.main()
