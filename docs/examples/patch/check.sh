#!/bin/sh
# The patch holds, and the harness still finds the bug without it.
set -e
unknot check bus.c harness.c after/if_dog.c -I . --leaks --max-seconds 60
unknot check bus.c after/if_dog.c -I . --harness scenarios.py -p times=2 --max-seconds 60

status=0
unknot check bus.c harness.c before/if_dog.c -I . --max-seconds 60 || status=$?
test $status -eq 1
