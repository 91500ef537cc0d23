"""From a path to an explanation: the trace with values, why it happened, how to replay it."""
