package dev.aloft.testkit.memory;

/** Something that a provider may get wrong. Each one must make a suite fail. */
public enum Defect {
  /** Parts are made without the tag that says whose they are. */
  FORGETS_TAGS,
  /** A create whose answer was lost is sent again by the driver itself. */
  REPEATS_BILLED_WRITE,
  /** An undeploy is done while a part is still there. */
  LEAVES_PART,
  /** An update is done while the revision before is still there. */
  KEEPS_OLD_REVISION,
  /** A run that was stopped counts as one that ended well. */
  STOPPED_IS_SUCCESS,
  /** Full pages of a log drop their first line. */
  LOSES_LOG_LINES,
  /** Cancelling a run does nothing. */
  SWALLOWS_CANCEL,
  /** Physical names keep only the head of the portable ones. */
  CUTS_NAMES,
  /** An error says the value of a secret setting. */
  TELLS_SECRET,
  /** A capability is declared that is not there. */
  DECLARES_WHAT_IS_NOT_THERE,
  /** What was opened declares more than the provider. */
  OVERDECLARES,
  /** A run is not found again, and a second create of its name makes a second run. */
  FORGETS_RUNS,
  /** A look makes what it does not find. */
  OBSERVE_WRITES,
  /** The decision depends on how often it was asked. */
  NEXT_REMEMBERS,
  /** Some requests do not go through the context. */
  GOES_PAST_LAYERS,
  /** A change is sent again while the first one is under way. */
  WRITES_WHILE_CHANGING,
  /** An update takes the old revision away before the new one answers. */
  UPDATE_INTERRUPTS,
  /** A part of that name that somebody else made is taken over. */
  TAKES_WHAT_IS_NOT_OURS,
  /** The separator of CSV files is ignored. */
  IGNORES_SEPARATOR,
  /** Categories count as numbers in the order of their names. */
  ORDERS_CATEGORIES,
  /** A category that was not learned is refused. */
  REFUSES_UNKNOWN_CATEGORIES,
  /** Answers come in the opposite order of the rows. */
  REVERSES_ROWS,
  /** A prediction that fails is answered with something all the same. */
  ANSWERS_FOR_FAILED,
  /** A failure comes without the provider's reason and log. */
  SAYS_NO_REASON,
  /** A failed update counts as done. */
  FAILED_UPDATE_IS_DONE,
  /** The newest version is the oldest one. */
  OLDEST_VERSION_FIRST,
  /** A registration of the same content makes another version. */
  FORGETS_VERSIONS,
  /** A status that changes nothing is never terminal. */
  NEVER_ENDS
}
