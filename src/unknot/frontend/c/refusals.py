"""What of C the reader does not take, said with a place and a remedy. One idea: every refusal is made here."""

from __future__ import annotations

from unknot.core.errors import LanguageError
from unknot.core.location import Location

FORBIDDEN = {
    **dict.fromkeys(("setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "longjmp", "_longjmp", "siglongjmp"), "jumps"),
    **dict.fromkeys(("__builtin_setjmp", "__builtin_longjmp"), "jumps"),
    **dict.fromkeys(
        ("signal", "sigaction", "raise", "kill", "pthread_kill", "sigprocmask", "pthread_sigmask", "pthread_sigqueue"),
        "signals",
    ),
    **dict.fromkeys(
        ("sigemptyset", "sigfillset", "sigaddset", "sigdelset", "sigwait", "alarm", "pause"),
        "signals",
    ),
    **dict.fromkeys(
        ("fork", "vfork", "_Fork", "clone", "posix_spawn", "execve", "execl", "execv", "execvp", "system"), "processes"
    ),
    **dict.fromkeys(("wait", "waitpid", "pthread_atfork"), "processes"),
    "pthread_cancel": "cancellation",
    **dict.fromkeys(("__divsc3", "__divdc3"), "complex quotients"),
    "syscall": "calls of the system",
    **dict.fromkeys(("scanf", "fscanf", "__isoc99_scanf", "__isoc99_fscanf", "getchar", "getc", "fgetc"), "input"),
    **dict.fromkeys(("fgets", "fopen", "fread", "getline", "open", "creat", "fcntl", "pipe", "read", "close"), "input"),
}
"""Functions that no library can provide, and what they are about."""

_REMEDIES = {
    "jumps": "return an error code through the callers, or leave the function out with #ifndef __UNKNOT__",
    "signals": "start a thread that does what the handler does",
    "cancellation": "set a flag that the thread looks at",
    "complex quotients": "complex numbers are not divided: divide their parts",
    "calls of the system": "write a function of that name that does what matters here",
    "input": "there are no files and no input: write the values into the program, or ask __VERIFIER_nondet_int()",
    "processes": "use threads: all that is explored is one process",
}


def refuse(where: Location, what: str, remedy: str = "") -> LanguageError:
    """The error that says that `what` cannot be read."""
    return LanguageError(f"{what} cannot be checked", where, remedy or "leave it out with #ifndef __UNKNOT__")


def forbidden(name: str, where: Location) -> LanguageError:
    """The error for a call of a function in `FORBIDDEN`."""
    return refuse(where, f"{name}()", _REMEDIES[FORBIDDEN[name]])


def instruction(opcode: str, where: Location) -> LanguageError:
    """The error for an instruction of LLVM's that the reader does not know."""
    known = {
        "invoke": "a C++ exception",
        "landingpad": "a C++ exception",
        "resume": "a C++ exception",
        "callbr": "asm goto",
    }
    return refuse(where, known.get(opcode, f"LLVM's instruction {opcode}"))


def assembly(text: str, where: Location) -> LanguageError:
    """The error for inline assembly that is none of the idioms known."""
    shown = " ".join(text.split()) or '""'
    return refuse(where, f'inline assembly "{shown}"', "write it with <stdatomic.h> or the __atomic builtins instead")
