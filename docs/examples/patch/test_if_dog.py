"""The same as check.sh, as tests of pytest."""

import unknot


def driver(version: str, *harness: str) -> unknot.CInput:
    return unknot.CInput(files=("bus.c", *harness, f"{version}/if_dog.c"), flags=("-I.",))


def test_the_patch_holds() -> None:
    result = unknot.check(driver("after", "harness.c"), unknot.Options(leaks=True))
    assert result.verdict == "verified", result


def test_the_harness_still_finds_the_bug() -> None:
    result = unknot.check(driver("before", "harness.c"))
    assert result.verdict == "violated" and result.finding is not None
    assert result.finding.kind == "use after free"
