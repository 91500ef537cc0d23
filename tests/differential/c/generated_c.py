"""Random sequential C programs with one right output. One idea: functions that do something with everything C has fold
what they see into one number, and `main` records that number after each call.

The same source prints the numbers natively, and asserts them in unknot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from c_expressions import Expressions, Place, Scope
from c_records import Record, record
from c_scalars import COMMON, FLOATS, I32, I64, I128, INTEGERS, U16, U32, U64, U128, Scalar

PRELUDE = """\
typedef unsigned long u64;
union word { u64 whole; unsigned half[2]; short quarter[4]; unsigned char byte[8]; signed char sign[8]; };
static u64 hash = 1;

static void mix(u64 value)
{
\thash = (hash ^ value) * 0x9e3779b97f4a7c15ul + 1;
\thash ^= hash >> 29;
}

static void mix_wide(unsigned __int128 value)
{
\tmix((u64)value);
\tmix((u64)(value >> 64));
}

static void mix_double(double value)
{
\tunion { double value; u64 bits; } seen = { value };

\tmix(value == value ? seen.bits : 0);
}

static u64 sum(const char *kinds, ...)
{
\tu64 total = 0;
\t__builtin_va_list ap;

\t__builtin_va_start(ap, kinds);
\tfor (; *kinds; kinds++) {
\t\tswitch (*kinds) {
\t\tcase 'i': total += (u64)__builtin_va_arg(ap, int); break;
\t\tcase 'l': total ^= (u64)__builtin_va_arg(ap, long); break;
\t\tcase 'w': total += (u64)(__builtin_va_arg(ap, __int128) >> 3); break;
\t\tcase 'd': total += __builtin_va_arg(ap, double) > 2.5; break;
\t\tcase 'p': total += __builtin_va_arg(ap, union word *)->half[1]; break;
\t\tcase 's': total ^= __builtin_va_arg(ap, union word).whole; break;
\t\t}
\t\ttotal = total * 31 + 7;
\t}
\t__builtin_va_end(ap);
\treturn total;
}
"""

NATIVE = """\
int printf(const char *, ...);
#define RECORD(n, value) printf("%lu\\n", hash)
"""
CHECKED = """\
#include <assert.h>
#define RECORD(n, value) assert(hash == value)
"""


@dataclass(frozen=True)
class Callee:
    """A function that others may call."""

    name: str
    parameters: tuple[Scalar | Record, ...]
    result: Scalar | Record | None


@dataclass(frozen=True)
class Generated:
    """A program: its declarations and functions, and what `main` calls."""

    body: str
    calls: tuple[str, ...]

    def source(self, values: Sequence[int] = ()) -> str:
        """As text: with values, one that asserts them; without, one that prints them."""
        head = CHECKED if values else NATIVE
        lines = ""
        for i, call in enumerate(self.calls):
            lines += f"\t{call}\n\tRECORD({i}, {values[i] if values else 0}ul);\n"
        return f"{head}{PRELUDE}\n{self.body}\nint main(void)\n{{\n{lines}\treturn 0;\n}}\n"


class Writer:
    """Writes one program."""

    def __init__(self, random: Random, functions: int) -> None:
        self.random = random
        self.draw = Expressions(random)
        self.records: list[Record] = []
        self.callees: list[Callee] = []
        self.globals = Scope()
        self.objects: list[tuple[str, Record]] = []
        self.parts: list[str] = []
        self.functions = functions

    def write(self) -> Generated:
        """The program."""
        for i in range(self.random.randint(1, 3)):
            self.records.append(record(self.random, f"r{i}", list(self.records)))
            self.parts.append(self.records[-1].text)
        self._globals()
        self._table()
        calls = []
        for i in range(self.functions):
            callee = self._function(f"f{i}")
            calls.append(self._call(callee, Scope()))
        return Generated("\n".join(self.parts), tuple(calls))

    def _globals(self) -> None:
        lines = []
        for i in range(self.random.randint(2, 5)):
            kind = self.random.choice((*COMMON, *INTEGERS, *FLOATS))
            const = "const " if self.random.randrange(5) == 0 else "volatile " if self.random.randrange(5) == 0 else ""
            value = self.draw.constant()[0] if not kind.floating else "2.25"
            lines.append(f"static {const}{kind.name} g{i} = ({kind.name}){value};")
            self.globals.places.append(Place(f"g{i}", kind, fixed=const == "const "))
        for i, r in enumerate(self.records):
            lines.append(f"static struct {r.name} s{i};")
            self.objects.append((f"s{i}", r))
        kind = self.random.choice(COMMON)
        values = ", ".join(f"({kind.name}){self.draw.constant()[0]}" for _ in range(5))
        lines.append(f"static {kind.name} table[8] = {{ {values} }}, *at = &table[3];")
        self.globals.places += [
            Place(f"table[{self.random.randrange(8)}]", kind),
            Place("*at", kind),
            Place("at[-2]", kind),
        ]
        self.table = kind
        self.parts.append("\n".join(lines) + "\n")

    def _table(self) -> None:
        """Two leaves of one type, behind a table of function pointers."""
        for name in ("leaf0", "leaf1"):
            scope = Scope([Place("a", I64), Place("b", U16)])
            value = self.draw.integer(scope, 3)[0]
            self.parts.append(f"static int {name}(long a, unsigned short b)\n{{\n\treturn (int){value};\n}}\n")
        self.parts.append("static int (*const leaves[])(long, unsigned short) = { leaf0, leaf1 };\n")

    # -- functions -----------------------------------------------------------------------------------------------------

    def _function(self, name: str) -> Callee:
        choices: list[Scalar | Record] = [*COMMON, *INTEGERS, *FLOATS, *self.records, *self.records]
        parameters = tuple(self.random.choice(choices) for _ in range(self.random.randrange(5)))
        result = self.random.choice([None, *choices])
        callee = Callee(name, parameters, result)
        body = Body(self, callee)
        text = body.text()
        spelled = ", ".join(f"{spell(p)}p{i}" for i, p in enumerate(parameters)) or "void"
        head = "void " if result is None else spell(result)
        self.parts.append(f"static {head}{name}({spelled})\n{{\n{text}}}\n")
        self.callees.append(callee)
        return callee

    def _call(self, callee: Callee, scope: Scope) -> str:
        """A statement that calls a function and folds what it gives."""
        call = self.call_of(callee, scope)
        if callee.result is None:
            return f"{call};"
        if isinstance(callee.result, Record):
            place = next(callee.result.places(call))
            return fold(place)
        return fold(Place(call, callee.result))

    def call_of(self, callee: Callee, scope: Scope) -> str:
        """A call with random arguments."""
        return f"{callee.name}({', '.join(self.argument(p, scope) for p in callee.parameters)})"

    def argument(self, wanted: Scalar | Record, scope: Scope) -> str:
        """A value of a type."""
        if isinstance(wanted, Record):
            return self.random.choice([name for name, r in self.objects if r is wanted])
        return self.value(wanted, scope)

    def value(self, wanted: Scalar, scope: Scope, depth: int = 2) -> str:
        """A value that may be converted to a scalar type."""
        if wanted.floating:
            return self.draw.floating(scope, depth)[0]
        return self.draw.integer(scope, depth)[0]


def spell(kind: Scalar | Record) -> str:
    """A type before a name."""
    return f"struct {kind.name} " if isinstance(kind, Record) else f"{kind.name} "


def fold(place: Place) -> str:
    """A statement that folds a value into the hash."""
    if place.type.floating:
        return f"mix_double({place.text});"
    if place.type in (I128, U128):
        return f"mix_wide((unsigned __int128){place.text});"
    return f"mix((u64){place.text});"


class Body:
    """Writes the body of one function."""

    def __init__(self, writer: Writer, callee: Callee) -> None:
        self.writer = writer
        self.random = writer.random
        self.draw = writer.draw
        self.callee = callee
        self.count = 0
        self.loops = 0
        self.statements: list[Callable[[Scope, str], str]] = [
            self._assign,
            self._assign,
            self._assign,
            self._assign,
            self._local,
            self._local,
            self._compound,
            self._compound,
            self._compound,
            self._fold,
            self._fold,
            self._if,
            self._for,
            self._do,
            self._switch,
            self._pointer,
            self._copy,
            self._union,
            self._varargs,
            self._indirect,
            self._call_earlier,
            self._forward,
            self._variable_length,
            self._static,
            self._step,
            self._literal,
        ]

    def text(self) -> str:
        """The statements, with what is returned at their end."""
        scope = self.writer.globals.inner()
        for i, p in enumerate(self.callee.parameters):
            scope.places += [Place(f"p{i}", p)] if not isinstance(p, Record) else list(p.places(f"p{i}"))
        for name, r in self.writer.objects:
            scope.places += r.places(name)
        body = self._block(scope, "\t", self.random.randint(3, 8))
        for i, p in enumerate(self.callee.parameters):
            places = p.places(f"p{i}") if isinstance(p, Record) else [Place(f"p{i}", p)]
            body += "".join(f"\t{fold(place)}\n" for place in places)
        result = self.callee.result
        if result is not None:
            body += f"\treturn {self.writer.argument(result, scope)};\n"
        return body

    def _new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def _block(self, scope: Scope, tab: str, most: int) -> str:
        inner = scope.inner()
        return "".join(self.random.choice(self.statements)(inner, tab) for _ in range(self.random.randint(1, most)))

    def _nested(self, scope: Scope, tab: str) -> str:
        return self._block(scope, tab + "\t", 3 if len(tab) < 3 else 1)

    def _target(self, scope: Scope, floating: bool = False) -> Place | None:
        found = [p for p in scope.places if not p.fixed and p.type.floating == floating]
        return self.random.choice(found) if found else None

    # -- statements ----------------------------------------------------------------------------------------------------

    def _assign(self, scope: Scope, tab: str) -> str:
        place = self._target(scope, self.random.randrange(6) == 0)
        if place is None:
            return f"{tab};\n"
        return f"{tab}{place.text} = {self.writer.value(place.type, scope, 3)};\n"

    def _local(self, scope: Scope, tab: str) -> str:
        kind = self.random.choice((*COMMON, *INTEGERS, *FLOATS))
        name = self._new("x")
        text = f"{tab}{kind.name} {name} = {self.writer.value(kind, scope, 3)};\n"
        scope.places += [Place(name, kind)] * 3
        return text

    def _compound(self, scope: Scope, tab: str) -> str:
        """x op= y, where that is defined for all values."""
        place = self._target(scope)
        if place is None:
            return f"{tab};\n"
        text, narrow = place.text, place.type.bits < 32 and not place.bits
        right = self.draw.integer(scope, 2)[0]
        kind = self.random.randrange(4)
        if kind == 0:
            return f"{tab}{text} {self.random.choice('&|^')}= {right};\n"
        if kind == 1 and (narrow or not place.type.signed):
            return f"{tab}{text} {self.random.choice('+-')}= ({right} & 0xffff);\n"
        if kind == 2:
            return f"{tab}{text} {self.random.choice('/%')}= ({right} & 63) + 1;\n"
        return f"{tab}{text} >>= {right} & {max(place.bits or place.type.bits, 2) - 1 & 7};\n"

    def _step(self, scope: Scope, tab: str) -> str:
        """++ and --, used for their value."""
        found = [
            p for p in scope.places if not p.fixed and not p.type.floating and (not p.type.signed or p.type.bits < 32)
        ]
        found = [p for p in found if p.type.bits > 1]
        if not found:
            return f"{tab};\n"
        text, operator = self.random.choice(found).text, self.random.choice(("++", "--"))
        return (
            f"{tab}mix((u64){operator}{text});\n"
            if self.random.randrange(2)
            else f"{tab}mix((u64)({text}){operator});\n"
        )

    def _fold(self, scope: Scope, tab: str) -> str:
        return f"{tab}{fold(self.random.choice(scope.places))}\n"

    def _if(self, scope: Scope, tab: str) -> str:
        text = f"{tab}if ({self.draw.condition(scope, 2)}) {{\n{self._nested(scope, tab)}{tab}}}"
        if self.random.randrange(2):
            text += f" else {{\n{self._nested(scope, tab)}{tab}}}"
        return text + "\n"

    def _leave(self, scope: Scope, tab: str) -> str:
        """A break or continue, perhaps."""
        if self.random.randrange(3):
            return ""
        return f"{tab}\tif ({self.draw.condition(scope, 1)})\n{tab}\t\t{self.random.choice(('break', 'continue'))};\n"

    def _for(self, scope: Scope, tab: str) -> str:
        if self.loops >= 3 or len(tab) > 3:
            return self._fold(scope, tab)
        self.loops += 1
        kind, name = self.random.choice((U32, I32, U64, U16)), self._new("i")
        inner = scope.inner()
        inner.places += [Place(name, kind, fixed=True)] * 4
        for place_name, r in self.writer.objects:
            inner.places += r.places(place_name, f"(unsigned){name}")
        inner.places.append(Place(f"table[{name} % 8]", self.writer.table))
        body = self._nested(inner, tab) + self._leave(inner, tab)
        count = self.random.randint(1, 6)
        return f"{tab}for ({kind.name} {name} = 0; {name} < {count}; {name}++) {{\n{body}{tab}}}\n"

    def _do(self, scope: Scope, tab: str) -> str:
        if self.loops >= 3 or len(tab) > 3:
            return self._assign(scope, tab)
        self.loops += 1
        name = self._new("n")
        body = self._nested(scope, tab)
        test = f"{name}-- > 0 && {self.draw.condition(scope, 2)}"
        return f"{tab}int {name} = {self.random.randint(1, 4)};\n{tab}do {{\n{body}{tab}}} while ({test});\n"

    def _switch(self, scope: Scope, tab: str) -> str:
        values = self.random.sample(range(-2, 14), self.random.randint(1, 4))
        text = f"{tab}switch ({self.draw.integer(scope, 2)[0]} & 15) {{\n"
        for value in values:
            last = f"{tab}\tbreak;\n" if self.random.randrange(3) else ""
            text += f"{tab}case {value}:\n{tab}\t{{\n{self._nested(scope, tab)}{tab}\t}}\n{last}"
        if self.random.randrange(2):
            text += f"{tab}default:\n{tab}\t{{\n{self._nested(scope, tab)}{tab}\t}}\n"
        return text + f"{tab}}}\n"

    def _pointer(self, scope: Scope, tab: str) -> str:
        """A pointer to a scalar of a structure, or to a local variable."""
        name, r = self.random.choice(self.writer.objects)
        found = list(r.addressable(name))
        pointer = self._new("q")
        if not found or self.random.randrange(3) == 0:
            kind, local = self.random.choice((*INTEGERS, *FLOATS)), self._new("v")
            text = f"{tab}{kind.name} {local} = 1, *{pointer} = &{local};\n"
            scope.places += [Place(local, kind), Place(f"*{pointer}", kind)]
            return text
        place = self.random.choice(found)
        scope.places += [Place(f"*{pointer}", place.type)] * 3
        return f"{tab}{place.type.name} *{pointer} = &{place.text};\n"

    def _copy(self, scope: Scope, tab: str) -> str:
        """Structures copied, compared by bytes nowhere: padding has no value."""
        name, r = self.random.choice(self.writer.objects)
        local = self._new("c")
        kind = self.random.randrange(3)
        if kind == 0:
            text = f"{tab}struct {r.name} {local} = {name};\n"
        elif kind == 1:
            text = f"{tab}struct {r.name} {local};\n{tab}__builtin_memcpy(&{local}, &{name}, sizeof {local});\n"
        else:
            text = f"{tab}struct {r.name} {local} = {{ 0 }}, *{local}p = &{local};\n"
            scope.places += [
                Place(p.text.replace(f"{local}.", f"{local}p->", 1), p.type, p.bits) for p in r.places(local)
            ]
        scope.places += r.places(local)
        if self.random.randrange(2):
            place = self.random.choice(list(r.places(local)))
            text += f"{tab}{place.text} = {self.writer.value(place.type, scope)};\n{tab}{name} = {local};\n"
        return text

    def _union(self, scope: Scope, tab: str) -> str:
        name = self._new("u")
        text = f"{tab}union word {name} = {{ {self.draw.integer(scope, 2)[0]} }};\n"
        index = self.draw.below(scope, 2)
        text += f"{tab}{name}.byte[{self.draw.below(scope, 3)}] = (unsigned char){self.draw.integer(scope, 2)[0]};\n"
        scope.places += [Place(f"{name}.half[1]", U32), Place(f"{name}.whole", U64)]
        return (
            text + f"{tab}mix((u64){name}.quarter[{index}] + (u64){name}.sign[{index} + 2]);\n{tab}mix({name}.whole);\n"
        )

    def _varargs(self, scope: Scope, tab: str) -> str:
        name, kinds, arguments = self._new("w"), "", ""
        for i in range(self.random.randint(0, 9)):
            kind = self.random.choice("iillwdps" if i == 0 else "iilldps")
            value = {"p": f"&{name}", "s": name}.get(kind)
            if value is None:
                cast = {"i": "int", "l": "long", "w": "__int128", "d": "double"}[kind]
                value = f"({cast}){self.draw.floating(scope, 1)[0] if kind == 'd' else self.draw.integer(scope, 2)[0]}"
            kinds, arguments = kinds + kind, f"{arguments}, {value}"
        first = f"{tab}union word {name} = {{ {self.draw.integer(scope, 1)[0]} }};\n"
        return first + f'{tab}mix(sum("{kinds}"{arguments}) + {name}.whole);\n'

    def _indirect(self, scope: Scope, tab: str) -> str:
        a, b = self.draw.integer(scope, 2)[0], self.draw.integer(scope, 2)[0]
        return f"{tab}mix((u64)leaves[{self.draw.below(scope, 1)}]({a}, (unsigned short){b}));\n"

    def _call_earlier(self, scope: Scope, tab: str) -> str:
        if not self.writer.callees or self.loops >= 2:
            return self._assign(scope, tab)
        callee = self.random.choice(self.writer.callees)
        call = self.writer.call_of(callee, scope)
        if isinstance(callee.result, Record):
            name = next(n for n, r in self.writer.objects if r is callee.result)
            return f"{tab}{name} = {call};\n"
        if callee.result is None:
            return f"{tab}{call};\n"
        local = self._new("y")
        scope.places.append(Place(local, callee.result))
        return f"{tab}{callee.result.name} {local} = {call};\n"

    def _forward(self, scope: Scope, tab: str) -> str:
        label = self._new("l")
        skipped = self._assign(scope, tab + "\t") + self._fold(scope, tab + "\t")
        jump = f"{tab}\tif ({self.draw.condition(scope, 2)})\n{tab}\t\tgoto {label};\n"
        return f"{tab}{{\n{jump}{skipped}{tab}\t{label}:;\n{tab}}}\n"

    def _variable_length(self, scope: Scope, tab: str) -> str:
        name, kind = self._new("a"), self.random.choice(COMMON)
        inner = tab + "\t"
        value = self.draw.integer(scope, 2)[0]
        return (
            f"{tab}{{\n{inner}unsigned n_ = {self.draw.below(scope, 2)} + 1;\n{inner}{kind.name} {name}[n_];\n\n"
            f"{inner}for (unsigned k_ = 0; k_ < n_; k_++)\n{inner}\t{name}[k_] = ({kind.name})({value} + k_);\n"
            f"{inner}mix((u64){name}[n_ / 2] + sizeof {name});\n{tab}}}\n"
        )

    def _static(self, scope: Scope, tab: str) -> str:
        name, kind = self._new("t"), self.random.choice(COMMON)
        scope.places.append(Place(name, kind))
        return f"{tab}static {kind.name} {name} = ({kind.name}){self.draw.constant()[0]};\n"

    def _literal(self, scope: Scope, tab: str) -> str:
        index = self.draw.below(scope, 2)
        kind = self.random.choice(COMMON)
        values = ", ".join(f"({kind.name}){self.draw.integer(scope, 1)[0]}" for _ in range(4))
        return f'{tab}mix((u64)"knot"[{index}] + (u64)(({kind.name}[]){{ {values} }})[{index}]);\n'


def generate(random: Random, functions: int = 6) -> Generated:
    """A program of so many functions, each called once by `main` and perhaps by others."""
    return Writer(random, functions).write()
