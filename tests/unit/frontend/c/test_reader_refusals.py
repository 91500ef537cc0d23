"""What cannot be read is refused where it stands, and only if it can be reached."""

from __future__ import annotations

import pytest
from c_programs import NAME, reading

from unknot.core.errors import LanguageError, TargetError


@pytest.mark.parametrize(
    ("body", "message"),
    (
        ('__asm__ volatile("hlt");', 'program.c:3:1: inline assembly "hlt" cannot be checked'),
        ('int a; __asm__("cpuid" : "=a"(a));', "program.c:3:8: inline assembly"),
        ('__asm__("ldxr w0, [x1]");', "program.c:3:1: inline assembly"),
        ("int setjmp(void *); setjmp(0);", "program.c:3:21: setjmp() cannot be checked"),
        ("int fork(void); fork();", "program.c:3:17: fork() cannot be checked"),
        ("void *signal(int, void *); signal(1, 0);", "program.c:3:28: signal() cannot be checked"),
        ("__float128 q = zero; q += 1;", "program.c:3"),
        ("_Float16 h = zero;", "program.c:3"),
        ("_BitInt(129) b = zero; b *= 3;", "program.c:3:26: mul of 192 bits cannot be checked"),
        ("for (int i = 0; i < 3; i++) __builtin_alloca(i);", "program.c:3:29: alloca in a loop cannot be checked"),
        ("__builtin_readcyclecounter();", "program.c:3:1: LLVM's intrinsic llvm.readcyclecounter cannot be checked"),
    ),
)
def test_refusals(body: str, message: str) -> None:
    """Place and name."""
    source = f"int zero;\nint main(void) {{\n{body}\nreturn 0; }}\n"
    with pytest.raises(LanguageError) as caught:
        reading(source)
    told = str(caught.value)
    assert told[told.index(NAME) :].startswith(message)
    reading(source.replace("main", "unused") + "int main(void) { return 0; }")


def test_an_entry_that_is_not_there() -> None:
    """Says which there are."""
    with pytest.raises(TargetError) as caught:
        reading("int f(void) { return 0; }", None, ("main",))
    assert caught.value.remedy == "the functions are: f"
