"""What the language refuses: a table of (name, program, message, remedy). `§` in the program marks the place of the
error."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = """\
from collections.abc import Callable
from enum import IntEnum
from textwrap import dedent

from unknot import param
from unknot.lang import *

TABLE = {1: 2}
RATIO = 0.5
WIDE = 1 << 40


class State(IntEnum):
    IDLE = 0
    BUSY = 1


@struct
class Inner:
    a: u32
    b: array[u32, 3]


@struct
class Node:
    value: u32
    small: u8
    signed: i32
    flag: bool
    hits: atomic[u32]
    state: State
    inner: Inner
    slots: array[u64, 4]
    next: Ptr["Node"]
    call: Callable[[u32], bool]


counter: u32 = 0
LEVEL: constant[u32] = 1
LIMITS: constant[Inner] = Inner()
FIXED: constant[atomic[u32]] = atomic(0)
EMPTY: constant[u32]


def helper(x: u32, y: u32 = 1) -> u32:
    return x + y


def nothing() -> None:
    pass

"""


@dataclass(frozen=True)
class Case:
    """One refused program."""

    name: str
    body: str
    message: str
    remedy: str = ""


def body(name: str, statements: str, message: str, remedy: str = "") -> Case:
    """A case whose program is the body of a function of p: Ptr[Node], x: u32, y: i32, w: u64 and b: bool."""
    lines = "".join(f"    {line}\n" for line in statements.splitlines())
    return Case(name, f"def run(p: Ptr[Node], x: u32, y: i32, w: u64, b: bool) -> None:\n{lines}", message, remedy)


STATEMENTS = [
    body(
        "try",
        "§try:\n    pass\nexcept ValueError:\n    pass",
        "exceptions are not supported",
        "return a bool or an error number",
    ),
    body("raise", "§raise ValueError", "exceptions are not supported", "return an error number"),
    body("nested_def", "§def inner() -> None:\n    pass", "functions in functions are not supported", "module's level"),
    body("nested_class", "§class A:\n    pass", "classes in functions are not supported", "module's level"),
    body("async_def", "§async def inner():\n    pass", "async functions are not supported", "@thread"),
    body("del", "z = x\n§del z", "del is not supported", "free(p)"),
    body("import", "§import os", "imports in functions are not supported", "top of the file"),
    body("import_from", "§from os import path", "imports in functions are not supported", "top of the file"),
    body("match", "§match x:\n    case 1:\n        pass", "match is not supported", "if and elif"),
    body("with_lock", "with §p.hits:\n    pass", "with stands only before indivisible(...)", "m.lock()"),
    body("with_name", "§with indivisible() as z:\n    pass", "with takes one indivisible(...) and no name"),
    body("with_two", "§with indivisible(), indivisible():\n    pass", "with takes one indivisible(...) and no name"),
    body("no_effect", "§x + 1", "this statement does nothing", "assign its value"),
    body("for_array", "for s in §p.slots:\n    pass", "for loops over range(...) only", "index with i"),
    body("for_tuple", "for §a, c in range(3):\n    pass", "a for loop counts one variable"),
    body("range_step", "for i in range(0, 9, §x):\n    pass", "the step of a range must be a constant other than 0"),
    body("range_below_0", "for i in §range(x, -1, -1):\n    pass", "a range of u32 with a negative bound", "i64(n)"),
    body("assign_counter", "for i in range(3):\n    §i = 2", "i is counted by a for loop", "use while"),
    body(
        "counter_after",
        "for i in range(3):\n    pass\nz = §i",
        "i has no value after the for loop that counts it",
        "copy it",
    ),
    body("tuple_unpack", "§a, c = helper(1)", "tuples are not values here", "assign one by one"),
    body("tuple_count", "§a, c = 1, 2, 3", "2 places and 3 values"),
    body("assign_call", "§nothing().x = 1", "nothing() has no member x"),
    body("assign_constant", "global WIDE\n§WIDE = 1", "cannot assign to WIDE: it is no variable", "annotate it"),
    body("assert_message", "assert b, §f'{x}'", "f-strings are not supported", "plain string"),
    body("assert_number", "assert b, §x", "the message of an assert must be a plain string"),
    body("return_value", "§return 1", "run returns nothing", "-> u32"),
]

EXPRESSIONS = [
    body("and_constant", "z = b and §1", "and, or of a number: Python would give the operand, not a bool", "!= 0"),
    body("negative_bool", "z = §-b", "- of a bool", "cast it"),
    body("divided_by_zero", "z = §x // 0", "a division by zero"),
    body("order_value", "z = §acquire", "the order acquire is no value"),
    body("alloc_nothing", "z = alloc(u32, §0)", "memory for 0 objects", "least count"),
    body("atomic_needs_value", "§z: atomic[u32] = 3", "z has no first value", "atomic(0)"),
    body(
        "count_types",
        "for i in range(3):\n    pass\nfor i in §range(y):\n    pass",
        "i, which this range counts, is a u64, and this is an i32",
    ),
    body("library_function", "z = §dedent(x)", "dedent is a function of Python's library", "of the language"),
    body("param_inside", "z = §param('a', 1)", "param has no meaning here"),
    body(
        "shadowed",
        "§counter = x",
        "counter is a shared variable, and this makes a local of that name",
        "global counter",
    ),
    body("no_global", "§counter += 1", "counter may be read before it is assigned", "global counter"),
    body(
        "counter_twice",
        "for i in range(3):\n    for §i in range(2):\n        pass",
        "i is counted by a for loop already",
    ),
    body("not_numbers", "z = §x or y", "and, or of a u32: Python would give the operand, not a bool"),
    body("lambda", "z = §lambda: 1", "lambda is not supported", "define a function"),
    body("list_comp", "z = §[i for i in range(3)]", "comprehensions are not supported", "for loop"),
    body("generator", "z = §(i for i in range(3))", "generators are not supported", "for loop"),
    body("yield", "§yield 1", "generators are not supported"),
    body("await", "z = §TABLE", "TABLE is a Python dict, which compiled code cannot use", "annotate it"),
    body("dict", "z = §{}", "dictionaries are not supported", "array of structs"),
    body("set", "z = §{1, 2}", "sets are not supported", "bit mask"),
    body("list", "z = §[1, 2]", "lists are not supported", "array[T, n]"),
    body("fstring", "z = §f'{x}'", "f-strings are not supported"),
    body("string_sum", "z = §'text' + 'more'", "+ of a pointer"),
    body("string_as_number", "§w = 'text'", "w (line 52) is a u64, and this is a Ptr[u8]", "cast(u64, ...)"),
    body(
        "string_as_pointer", "§p.next = 'text'", "p.next is a Ptr[Node], and this is a Ptr[u8]", "cast(Ptr[Node], ...)"
    ),
    body("string_bytes", "z = §b'text'", "b'text' is not supported"),
    body("walrus", "nothing() if (§z := 1) else nothing()", ":= is not supported", "line of its own"),
    body("slice", "z = §p.slots[1:2]", "slices are not supported", "index one element"),
    body("star_args", "z = helper(§*x)", "* in calls is not supported", "write the arguments out"),
    body("float", "z = §0.5", "floating point is not supported", "scaled integer"),
    body("float_name", "z = §RATIO", "RATIO is a Python float, which compiled code cannot use", "scaled integer"),
    body("division", "z = §x / 2", "/ is not supported: there is no floating point", "//"),
    body("power", "z = §x ** 2", "** is not supported"),
    body("matrix", "z = §x @ x", "@ is not supported"),
    body("in", "z = §x in p.slots", "in is not supported", "loop"),
    body("is", "z = §p is p", "is compares with None only", "write =="),
    body("unknown_name", "z = §missing", "the name missing is not known here"),
    body("unknown_call", "§missing(1)", "the name missing is not known here"),
    body("print", "§print(x)", "print is not supported: every schedule would print", "trace"),
    body(
        "isinstance",
        "z = §isinstance(x, int)",
        "isinstance is not supported: types are known when the program is built",
    ),
    body("int_cast", "z = §int(x)", "int has no width", "u32"),
    body("len_number", "z = §len(x)", "x is no array and has no length"),
    body("sum", "z = §sum(x)", "sum is not supported", "loop"),
    body("before_assigned", "if b:\n    z = 1\nx = §z", "z may be read before it is assigned", "every path"),
    body("struct_value", "z = §p.inner", "p.inner is a whole struct Inner", "addr()"),
    body("array_value", "z = §p.slots", "p.slots is a whole array", "addr()"),
    body("and_numbers", "z = §x and b", "and, or of a u32: Python would give the operand, not a bool", "!= 0"),
]

TYPES = [
    body("sign_mix", "z = §x + y", "+ between u32 and i32", "u32(...)"),
    body("sign_compare", "z = §x < y", "a comparison between u32 and i32", "u32(...)"),
    body("narrow", "p.small = x", "p.small is a u8, and this is a u32", "u8(...)"),
    body("narrow_argument", "z = helper(§w)", "argument x of helper is a u32, and this is a u64", "u32(...)"),
    body("too_large", "z: u8 = 256", "256 does not fit u8", "255"),
    body("negative_compare", "z = §x < -1", "a comparison of u32 with -1: it is never negative", "u32(-1)"),
    body("bool_number", "z: u32 = b", "z is a u32, and this is a bool", "u32(...)"),
    body("number_bool", "p.flag = x", "p.flag is a bool, and this is a u32", "!= 0"),
    body("bool_add", "z = §b + b", "+ of bools", "u32(...)"),
    body("local_type", "z: u8 = 1\nz = x", "z (line 53) is a u8, and this is a u32", "u8(...)"),
    body("local_twice", "z: u8 = 1\n§z: u16 = 2", "z is a u8 since line 53, and here a u16"),
    body("pointer_add", "z = §p + 1", "+ of a pointer", "offset(p, n)"),
    body("pointer_number", "z: u64 = p", "z is a u64, and this is a Ptr[Node]", "cast(u64, ...)"),
    body("number_pointer", "p.next = 1", "p.next is a Ptr[Node], and this is the number 1", "null"),
    body("null_number", "p.value = None", "p.value is a u32, and null is a pointer", "write 0"),
    body("null_local", "z = None", "null needs a pointer type here", "Ptr[T]"),
    body("shift_range", "z = §x << 32", "a shift of u32 by 32", "0 to 31"),
    body("constant_division", "z = §1 // 0", "a division by zero"),
    body("not_a_type", "z: §TABLE = 1", "{1: 2} is no type of the language"),
    body("int_local", "z: §int = 1", "int has no width", "u32"),
    body("index_range", "z = §p.slots[4]", "index 4 is outside of p.slots[4]", "0 to 3"),
    body("index_bool", "z = §p.slots[b]", "an index must be an integer"),
    body("index_number", "z = §x[0]", "x has no elements"),
    body("no_field", "z = §p.missing", "Node has no field or method missing", "its fields: value"),
    body("field_of_number", "z = §x.y", "x is a u32 and has no member y"),
    body("load_number", "z = load(§x)", "x is no pointer", "addr(...)"),
    body("addr_value", "z = §addr(x + 1)", "x + 1 has no address"),
    body("offset_count", "z = §offset(p, b)", "offset counts elements with an integer"),
    body("container_field", 'z = §container(addr(p.inner), Node, "outer")', "Node has no field outer"),
    body(
        "container_type",
        'z = container(§addr(p.value), Node, "inner")',
        "addr(p.value) is a Ptr[u32], and Node.inner is found by a Ptr[Inner]",
    ),
    body("container_name", "z = container(addr(p.inner), Node, §x)", "the field must be a plain string", "container("),
    body("struct_needs_value", "§z: Node", "z has no first value", "z: Node = Node()"),
    body("array_needs_type", "§z = array(4)", "z needs a type", "array[u32] = array(4)"),
    body("array_no_size", "z: §array[u32] = 1", "array[u32] has no size", "array[u32, n]"),
    body(
        "struct_elsewhere",
        "z = helper(§Node())",
        "Node() makes a local struct and stands alone: `x = Node()`",
        "alloc(Node)",
    ),
    body("result_of_nothing", "z = §nothing()", "the result of nothing, which returns nothing, is no value"),
]

CALLS = [
    body("too_many", "z = §helper(1, 2, 3)", "helper takes 2 arguments, not 3", "helper(x: u32, y: u32 = 1) -> u32"),
    body("too_few", "z = §helper()", "helper takes 2 arguments, not 0"),
    body("unknown_keyword", "z = §helper(1, z=2)", "helper cannot take the argument z"),
    body("call_number", "§x()", "x cannot be called", "function pointers"),
    body("pointer_count", "z = §p.call()", "p.call takes 1 argument, not 0", "Callable[[u32], bool]"),
    body("atomic_read", "z = §p.hits", "p.hits is atomic", ".load()"),
    body("atomic_write", "§p.hits = 1", "p.hits is atomic", ".store(...)"),
    body("atomic_augmented", "§p.hits += 1", "p.hits is atomic", ".load()"),
    body("load_release", "z = §p.hits.load(release)", "a load cannot be release", "relaxed, acquire, seq_cst"),
    body("store_acquire", "§p.hits.store(1, acquire)", "a store cannot be acquire", "relaxed, release, seq_cst"),
    body("fail_order", "§p.hits.cas(0, 1, fail=release)", "a failed cas cannot be release"),
    body("fence_relaxed", "§fence(relaxed)", "a fence cannot be relaxed"),
    body("no_order", "z = p.hits.load(§x)", "x is no memory order", "seq_cst"),
    body("atomic_member", "z = §p.hits.add(1)", "an atomic has no member add", "fetch_add"),
    body("plain_load", "z = §p.value.load()", "p.value is a u32 and has no member load", "atomic[...]"),
    body("cas_arguments", "z = §p.hits.cas(1)", "cas takes expected, new, order, fail"),
    body("choose_nothing", "z = §choose(0)", "choose(0) has nothing to choose from"),
    body("spawn_count", "z = §spawn(helper, 1)", "helper takes 2 arguments, not 1"),
    body("spawn_number", "z = spawn(§x)", "x is no function", "spawn(f, a, b)"),
    body("bare_indivisible", "§indivisible()", "indivisible stands only in a with statement", "with indivisible():"),
    body(
        "blocked_by",
        "with indivisible(b, blocked_by=§b):\n    pass",
        "blocked_by is a thread's number, and this is a bool",
    ),
    body("indivisible_argument", "with §indivisible(b, x):\n    pass", "indivisible takes a condition and blocked_by"),
    body("unreachable_message", "unreachable(§x)", "the message must be a plain string"),
    body("builtin_keyword", "z = §choose(count=3)", "choose takes no argument by name"),
]

NOTES = [
    body("event_kind", "event(§x, 1)", "the kind of an event must be a plain name", '"lock_order"'),
    body("event_upper", "event(§'Lock')", "the kind of an event must be a plain name"),
    body("event_nothing", "§event()", "event takes at least an argument, not 0"),
    body("event_struct", "event('lock', §p.inner)", "p.inner is a whole struct Inner", "addr()"),
    body("event_order", "event('lock', §relaxed)", "the order relaxed is no value"),
    body("event_value", "z = §event('lock')", "the result of event, which returns nothing, is no value"),
    body("more_nothing", "§more()", "more takes at least an argument, not 0"),
    body("require_short", "§require(b, 'broken')", "require takes at least 3 arguments, not 2", "require(condition"),
    body("require_kind", "require(b, §x, 'text')", "the kind of a rule must be a plain name"),
    body("require_message", "require(b, 'broken', §x)", "the message of a rule must be a plain string"),
    body(
        "require_fstring",
        "require(b, 'broken', §f'{x}')",
        "the message of a rule must be a plain string",
        "arguments after",
    ),
    body("require_brace", "require(b, 'broken', §'{')", "the braces of the message do not match", "{{"),
    body("require_form", "require(b, 'broken', §'{0:x}', x)", "{0:x} is no place for an argument", "{0:text}"),
    body("require_name", "require(b, 'broken', §'{x}', x)", "{x} is no place for an argument", "{0}"),
    body("require_missing", "require(b, 'broken', §'{0} {1}', p)", "the message shows argument 1, which is not given"),
    body("require_hidden", "require(b, 'broken', 'text', §x)", "the message does not show argument 0", "write {0}"),
    body(
        "require_text", "require(b, 'broken', '{0:text}', §p)", "argument 0 is a Ptr[Node], and the message shows text"
    ),
    body(
        "require_number",
        "require(b, 'broken', '{0:d}', §p)",
        "argument 0 is a Ptr[Node], and the message shows a number",
    ),
    body(
        "require_site",
        "require(b, 'broken', '{0:site}', §p)",
        "argument 0 is a Ptr[Node], and the message shows a place",
    ),
    body("here_inside", "z = §here()", "here() stands only as the default of a parameter", "site: u32 = here()"),
    body("constant_written", "global LEVEL\n§LEVEL = 2", "LEVEL is constant", "for ever"),
    body("constant_augmented", "global LEVEL\n§LEVEL += 2", "LEVEL is constant"),
    body("constant_field", "§LIMITS.a = 2", "LIMITS.a is constant"),
    body("constant_local", "z: §constant[u32] = 1", "constant[u32] can only stand at a module's variable"),
    body("constant_atomic", "z = §FIXED.load()", "FIXED is constant and is atomic, and nobody can change it"),
    body("constant_empty", "z = §EMPTY", "EMPTY is constant and has no value", "EMPTY: constant[u32] = 1"),
]

DEFINITIONS = [
    Case(
        "here_type",
        "def run(x: u32, §site: u64 = here()) -> None:\n    pass\n",
        "parameter site is no u32, and here() gives one",
        "write site: u32 = here()",
    ),
    Case(
        "surrogate",
        "def run() -> None:\n    event('x', §'\\ud800')\n",
        "the text '\\ud800' cannot be written as UTF-8",
    ),
    Case("struct_base", "@§struct\nclass Sub(Inner):\n    z: u32\n", "struct Sub inherits from Inner", "base: Inner"),
    Case("no_annotation", "def run(§x) -> None:\n    pass\n", "parameter x of run has no type", "x: u64"),
    Case(
        "star_parameter",
        "def run(*§args: u32) -> None:\n    pass\n",
        "parameter args: * and / in parameter lists are not supported",
    ),
    Case("struct_parameter", "def run(§p: Node) -> None:\n    pass\n", "parameter p is a whole Node", "Ptr[Node]"),
    Case("struct_result", "§def run() -> Node:\n    pass\n", "the result of run is a whole Node", "Ptr[Node]"),
    Case("int_parameter", "def run(§x: int) -> None:\n    pass\n", "int has no width", "u64"),
    Case("str_parameter", "def run(§x: str) -> None:\n    pass\n", "str is no type of the language", "write cstr"),
    Case(
        "missing_type",
        "def run(§x: 'Missing') -> None:\n    pass\n",
        "cannot make out the type 'Missing': name 'Missing' is not defined",
    ),
    Case("bare_pointer", "def run(§x: Ptr) -> None:\n    pass\n", "Ptr needs a type in brackets", "Ptr[u32]"),
    Case(
        "atomic_struct",
        "def run(§x: Ptr[atomic[Node]]) -> None:\n    pass\n",
        "atomic[Node]: only a number, enum, bool or pointer can be atomic",
    ),
    Case(
        "closed_function",
        "§run = lambda x: x\n",
        "<lambda> is no function that unknot can compile",
        "write it with def",
    ),
]

CASES = STATEMENTS + EXPRESSIONS + TYPES + CALLS + NOTES + DEFINITIONS
