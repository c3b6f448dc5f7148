"""google-cloud-storage keeps objects: whole, in pieces, in ranges, copied, listed, signed."""
import datetime
import gzip
import io
import os
import unittest
import urllib.error
import urllib.request

from google.cloud import storage
from google.cloud.storage import Blob, transfer_manager

from cloud import HTTP, PROJECT, account, bucket, buckets, exceptions, name

KIBIBYTE = 1024


class Storage(unittest.TestCase):
    def setUp(self):
        self.bucket = bucket()

    def put(self, key, text="x", **arguments):
        blob = self.bucket.blob(key)
        blob.upload_from_string(text, **arguments)
        return blob

    def names(self, **arguments):
        return [blob.name for blob in buckets.list_blobs(self.bucket, **arguments)]

    def test_buckets(self):
        self.assertIn(self.bucket.name, [one.name for one in buckets.list_buckets()])
        read = buckets.get_bucket(self.bucket.name)
        self.assertEqual(read.location, "US-CENTRAL1")
        self.assertEqual(read.location_type, "region")
        self.assertEqual(str(read.project_number), os.environ["FAKE_PROJECT_NUMBER"])
        with self.assertRaises(exceptions.Conflict):
            buckets.create_bucket(self.bucket.name)
        with self.assertRaises(exceptions.NotFound):
            buckets.get_bucket(name("nowhere"))
        self.assertFalse(buckets.bucket(name("nowhere")).exists())
        read.labels = {"team": "risk"}
        read.patch()
        self.assertEqual(buckets.get_bucket(self.bucket.name).labels, {"team": "risk"})
        self.put("a")
        with self.assertRaises(exceptions.Conflict):
            self.bucket.delete()
        self.bucket.delete(force=True)
        self.assertFalse(self.bucket.exists())

    def test_objects(self):
        key = "a folder/ä+b&c=d 12:30 ~.txt"
        blob = self.bucket.blob(key)
        blob.metadata = {"team": "risk"}
        blob.upload_from_string("hello, cloud", content_type="text/plain", checksum="md5")
        read = self.bucket.get_blob(key)
        self.assertEqual(read.size, 12)
        self.assertEqual(read.content_type, "text/plain")
        self.assertEqual(read.metadata, {"team": "risk"})
        self.assertEqual(read.generation, blob.generation)
        self.assertIsNotNone(read.updated)
        self.assertEqual(blob.download_as_bytes(), b"hello, cloud")
        self.assertEqual(blob.download_as_bytes(start=7), b"cloud")
        self.assertEqual(blob.download_as_bytes(start=0, end=4), b"hello")
        self.assertEqual(blob.download_as_bytes(checksum="crc32c"), b"hello, cloud")
        self.assertTrue(blob.exists())
        read.metadata = {"team": "fraud"}
        read.patch()
        self.assertEqual(self.bucket.get_blob(key).metageneration, 2)
        blob.delete()
        self.assertFalse(blob.exists())
        with self.assertRaises(exceptions.NotFound):
            blob.download_as_bytes()
        with self.assertRaises(exceptions.NotFound):
            blob.delete()

    def test_large_files(self):
        body = os.urandom(1100 * KIBIBYTE + 3)
        blob = self.bucket.blob("large.bin", chunk_size=256 * KIBIBYTE)
        blob.upload_from_file(io.BytesIO(body))
        self.assertEqual(blob.size, len(body))
        self.assertEqual(self.bucket.blob("large.bin").download_as_bytes(), body)
        in_pieces = self.bucket.blob("large.bin", chunk_size=256 * KIBIBYTE)
        self.assertEqual(in_pieces.download_as_bytes(), body)
        with self.bucket.blob("written").open("wb", chunk_size=256 * KIBIBYTE) as out:
            out.write(body)
        with self.bucket.blob("written").open("rb", chunk_size=300 * KIBIBYTE) as read:
            read.seek(1000)
            self.assertEqual(read.read(10), body[1000:1010])
        target = os.path.join(os.getcwd(), "large.back")
        transfer_manager.download_chunks_concurrently(
            self.bucket.get_blob("large.bin"),
            target,
            chunk_size=400 * KIBIBYTE,
            worker_type=transfer_manager.THREAD,
        )
        with open(target, "rb") as file:
            self.assertEqual(file.read(), body)

    def test_names(self):
        for key in (
            "ü/ß 😀.txt", "x#y", "x%y", "x%2Fy", "x?y", "a+b", "a//b", "/a", "a/", "a/../b", "'\"<&>"
        ):
            with self.subTest(key):
                self.put(key, key)
                self.assertEqual(self.bucket.blob(key).download_as_text(), key)
                self.assertEqual(self.names(prefix=key, max_results=1), [key])
                copied = self.bucket.copy_blob(self.bucket.get_blob(key), self.bucket, "=" + key)
                self.assertEqual(copied.name, "=" + key)
        for key in (".", "..", "a\nb", "x" * 1025, ".well-known/acme-challenge/x"):
            with self.subTest(key), self.assertRaises(exceptions.BadRequest):
                self.put(key)

    def test_zipped_objects_and_ranges(self):
        text = b"1,2,3\n" * 100
        blob = self.bucket.blob("rows.csv")
        blob.content_encoding = "gzip"
        blob.upload_from_string(gzip.compress(text), content_type="text/csv")
        self.assertEqual(self.bucket.blob("rows.csv").download_as_bytes(), text)
        raw = self.bucket.blob("rows.csv").download_as_bytes(raw_download=True)
        self.assertEqual(gzip.decompress(raw), text)
        digits = self.put("digits", "0123456789")
        self.assertEqual(digits.download_as_bytes(start=3), b"3456789")
        self.assertEqual(digits.download_as_bytes(start=-4), b"6789")
        self.assertEqual(digits.download_as_bytes(start=5, end=100), b"56789")
        with self.assertRaises(exceptions.RequestRangeNotSatisfiable):
            digits.download_as_bytes(start=10)
        self.assertEqual(self.put("nothing", "").download_as_bytes(), b"")

    def test_what_is_said_of_objects_changes(self):
        blob = self.bucket.blob("said")
        blob.metadata = {"a": "1", "b": "2"}
        blob.upload_from_string("x")
        blob.metadata = {"a": None, "c": "3"}
        blob.patch()
        self.assertEqual(self.bucket.get_blob("said").metadata, {"b": "2", "c": "3"})
        whole = self.bucket.get_blob("said")
        whole.metadata = {"z": "9"}
        whole.cache_control = "no-store"
        whole.update(if_metageneration_match=whole.metageneration)
        read = self.bucket.get_blob("said")
        self.assertEqual((read.metadata, read.cache_control), ({"z": "9"}, "no-store"))
        read.content_language = "de"
        with self.assertRaises(exceptions.PreconditionFailed):
            read.patch(if_metageneration_match=99)
        read.update_storage_class("NEARLINE")
        self.assertEqual(self.bucket.get_blob("said").storage_class, "NEARLINE")

    def test_what_is_not_there(self):
        blob = self.put("kept")
        blob.temporary_hold = True
        with self.assertRaises(exceptions.MethodNotImplemented):
            blob.patch()
        self.bucket.versioning_enabled = True
        with self.assertRaises(exceptions.MethodNotImplemented):
            self.bucket.patch()
        for options in ({"soft_deleted": True}, {"match_glob": "*.csv"}):
            with self.assertRaises(exceptions.MethodNotImplemented):
                self.names(**options)
        with self.assertRaises(exceptions.MethodNotImplemented):
            self.bucket.blob("secret", encryption_key=b"k" * 32).upload_from_string("x")
        with self.assertRaises(exceptions.MethodNotImplemented):
            self.bucket.blob("kept").make_public()

    def test_conditions(self):
        first = self.put("claim", "one", if_generation_match=0)
        with self.assertRaises(exceptions.PreconditionFailed):
            self.put("claim", "two", if_generation_match=0)
        old = first.generation
        first.upload_from_string("two", if_generation_match=old)
        self.assertGreater(first.generation, old)
        with self.assertRaises(exceptions.PreconditionFailed):
            self.put("claim", "three", if_generation_match=old)
        with self.assertRaises(exceptions.PreconditionFailed):
            self.bucket.blob("claim").delete(if_generation_match=old)
        with self.assertRaises(exceptions.NotFound):
            self.bucket.blob("claim", generation=old).reload()
        self.assertEqual(self.bucket.blob("claim").download_as_bytes(), b"two")
        large = self.bucket.blob("claim", chunk_size=256 * KIBIBYTE)
        with self.assertRaises(exceptions.PreconditionFailed):
            large.upload_from_file(io.BytesIO(b"y" * 600 * KIBIBYTE), if_generation_match=0)

    def test_lists(self):
        for run in ("a", "b", "c"):
            self.put(f"runs/{run}/log")
            self.put(f"runs/{run}/model.bst")
        self.put("runs/readme")
        self.assertEqual(len(self.names(prefix="runs/", page_size=2)), 7)
        self.assertEqual(len(self.names(max_results=3)), 3)
        found = buckets.list_blobs(self.bucket, prefix="runs/", delimiter="/", page_size=2)
        self.assertEqual([blob.name for blob in found], ["runs/readme"])
        self.assertEqual(sorted(found.prefixes), ["runs/a/", "runs/b/", "runs/c/"])
        self.assertEqual(self.names(start_offset="runs/c/m"), ["runs/c/model.bst", "runs/readme"])
        self.put("runs/a/")
        found = buckets.list_blobs(
            self.bucket, prefix="runs/", delimiter="/", include_trailing_delimiter=True
        )
        self.assertEqual([blob.name for blob in found], ["runs/a/", "runs/readme"])

    def test_copies(self):
        parts = [self.put(f"part-{at}", str(at)) for at in range(3)]
        whole = self.bucket.blob("whole")
        whole.content_type = "text/plain"
        whole.compose(parts)
        self.assertEqual(whole.download_as_bytes(), b"012")
        self.assertEqual(self.bucket.get_blob("whole").component_count, 3)
        other = bucket()
        copied = self.bucket.copy_blob(whole, other, "copies/whole")
        self.assertEqual(copied.download_as_bytes(), b"012")
        self.assertEqual(other.get_blob("copies/whole").content_type, "text/plain")
        rewritten = other.blob("rewritten")
        token, done, size = rewritten.rewrite(whole)
        self.assertEqual((token, done, size), (None, 3, 3))
        moved = self.bucket.rename_blob(whole, "renamed")
        self.assertEqual(moved.download_as_bytes(), b"012")
        self.assertFalse(self.bucket.blob("whole").exists())

    def test_batches(self):
        blobs = [self.put(f"many/{at}") for at in range(5)]
        with buckets.batch():
            for blob in blobs[:3]:
                blob.delete()
        self.assertEqual(self.names(), ["many/3", "many/4"])
        gone = []
        self.bucket.delete_blobs(["many/3", "none", "many/4"], on_error=gone.append)
        self.assertEqual(gone, ["none"])
        self.assertEqual(self.names(), [])

    def test_signed_addresses(self):
        blob = self.put("shared/ä b.txt", "shared")
        key = account()

        def signed(method, lifetime=datetime.timedelta(minutes=5), blob=blob):
            return blob.generate_signed_url(
                version="v4",
                expiration=lifetime,
                method=method,
                credentials=key,
                api_access_endpoint=HTTP,
            )

        with urllib.request.urlopen(signed("GET")) as answer:
            self.assertEqual(answer.read(), b"shared")
            self.assertEqual(answer.headers["x-goog-generation"], str(blob.generation))
        made = self.bucket.blob("sent")
        request = urllib.request.Request(
            signed("PUT", blob=made), data=b"from elsewhere", method="PUT"
        )
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(answer.status, 200)
        self.assertEqual(made.download_as_bytes(), b"from elsewhere")

    def test_an_account_with_a_key(self):
        client = storage.Client(
            project=PROJECT, credentials=account(), client_options={"api_endpoint": HTTP}
        )
        self.put("a")
        self.assertEqual([one.name for one in client.list_blobs(self.bucket.name)], ["a"])

    def test_addresses_as_texts(self):
        Blob.from_uri(f"gs://{self.bucket.name}/model/model.bst", client=buckets).upload_from_string(
            "model"
        )
        self.assertEqual(self.names(prefix="model/"), ["model/model.bst"])


if __name__ == "__main__":
    unittest.main()
