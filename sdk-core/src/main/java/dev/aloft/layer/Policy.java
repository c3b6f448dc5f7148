package dev.aloft.layer;

/** The organisation's own rules, asked before a verb is carried out. */
@FunctionalInterface
public interface Policy {
  /** Allows everything. */
  Policy ALLOW = call -> {};

  /**
   * Lets a verb pass, or refuses it.
   *
   * @throws dev.aloft.error.AloftException POLICY_DENIED or BUDGET_EXCEEDED
   */
  void admit(Call call);
}
