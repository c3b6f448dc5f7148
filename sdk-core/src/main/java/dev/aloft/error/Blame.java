package dev.aloft.error;

/** Who can do something about an error. */
public enum Blame {
  /** The user's training script, its data, the container or the model. */
  USER_CODE,
  /** The request as it was written. */
  REQUEST,
  /** Credentials and permissions. */
  PERMISSION,
  /** Quotas, rates, policies, budgets. */
  LIMITS,
  /** The provider's stock of machines. */
  CAPACITY,
  /** The provider. */
  PROVIDER,
  /** The way between. */
  NETWORK,
  /** Aloft. */
  ALOFT
}
