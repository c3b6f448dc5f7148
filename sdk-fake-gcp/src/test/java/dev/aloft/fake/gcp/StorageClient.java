package dev.aloft.fake.gcp;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/** Google's own client of Cloud Storage, on a fake. */
final class StorageClient {
  private StorageClient() {}

  static Storage on(GcpCloud cloud) {
    return StorageOptions.newBuilder()
        .setHost(cloud.http())
        .setCredentials(NoCredentials.getInstance())
        .setProjectId(cloud.project())
        .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
        .build()
        .getService();
  }
}
