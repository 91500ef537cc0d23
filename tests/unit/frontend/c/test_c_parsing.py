"""LLVM's text as clang 15 to 22 write it, line by line: what each means as data."""

from __future__ import annotations

import pytest

from unknot.core.errors import InternalError, LanguageError
from unknot.frontend.c.llvm import (
    Aggregate,
    Array,
    Assembly,
    BlockAddress,
    BlockRef,
    Bytes,
    ConstantFloat,
    ConstantInt,
    Expression,
    Float,
    Function,
    Instruction,
    Int,
    Local,
    Module,
    Other,
    Pointer,
    Ref,
    Struct,
    Symbol,
    Type,
    Undefined,
    Vector,
    Void,
    Zero,
)
from unknot.frontend.c.parsing import parse_module

I1, I8, I32, I64, PTR, VOID = Int(1), Int(8), Int(32), Int(64), Pointer(), Void()
FLOAT, DOUBLE = Float("float"), Float("double")
LABEL = Other("label")


def number(value: int, kind: Type = I32) -> ConstantInt:
    return ConstantInt(kind, value)


def one(line: str, before: str = "") -> Instruction:
    """The instruction of a line that stands alone in a function."""
    function = parse_module(f"{before}\ndefine void @f() {{\nentry:\n{line}\n}}\n", "f.c").functions["f"]
    (found,) = function.blocks["entry"]
    return found


def constant(text: str) -> object:
    """The initialiser of a global."""
    return parse_module(f"@x = {text}, align 8\n", "f.c").variables["x"].init


X, P = Local(I32, "x"), Local(PTR, "p")
PLAIN = {"align": 4, "volatile": False, "ordering": "", "type": I32}

INSTRUCTIONS = {
    "  %a = add nsw i32 %x, -1, !dbg !7": Instruction("add", "a", I32, (X, number(0xFFFFFFFF)), {"nsw": True}, 7),
    "  %a = add nuw nsw i32 %x, 1": Instruction("add", "a", I32, (X, number(1)), {"nsw": True, "nuw": True}),
    "  %a = or disjoint i32 %x, 1": Instruction("or", "a", I32, (X, number(1))),
    "  %a = sdiv exact i32 %x, 4": Instruction("sdiv", "a", I32, (X, number(4)), {"exact": True}),
    "  %a = fadd reassoc nnan double 1.000000e+00, 0x4000000000000000": Instruction(
        "fadd", "a", DOUBLE, (ConstantFloat(DOUBLE, 0x3FF0000000000000), ConstantFloat(DOUBLE, 0x4000000000000000))
    ),
    "  %a = fneg float %f": Instruction("fneg", "a", FLOAT, (Local(FLOAT, "f"),)),
    "  %a = zext nneg i32 %x to i64": Instruction("zext", "a", I64, (X,)),
    "  %a = trunc nuw nsw i32 %x to i1": Instruction("trunc", "a", I1, (X,), {"nsw": True, "nuw": True}),
    "  %a = icmp samesign ult i32 %x, 3": Instruction("icmp", "a", I1, (X, number(3)), {"predicate": "ult"}),
    "  %a = icmp eq <2 x i32> %v, splat (i32 1)": Instruction(
        "icmp",
        "a",
        Vector(I1, 2),
        (Local(Vector(I32, 2), "v"), Aggregate(Vector(I32, 2), (number(1), number(1)))),
        {"predicate": "eq"},
    ),
    "  %a = select i1 %c, i32 %x, i32 poison": Instruction("select", "a", I32, (Local(I1, "c"), X, Undefined(I32))),
    "  %a = freeze i32 %x": Instruction("freeze", "a", I32, (X,)),
    '  %a = phi i32 [ 0, %entry ], [ %x, %"odd name" ]': Instruction(
        "phi", "a", I32, (number(0), X), {"labels": ("entry", "odd name")}
    ),
    "  %a = alloca [4 x i8], align 1": Instruction(
        "alloca", "a", PTR, (number(1),), {"type": Array(I8, 4), "align": 1}
    ),
    "  %a = alloca i32, i64 %n, align 16, !dbg !3": Instruction(
        "alloca", "a", PTR, (Local(I64, "n"),), {"type": I32, "align": 16}, 3
    ),
    "  %a = load i32, ptr %p, align 4, !tbaa !5, !dbg !8": Instruction("load", "a", I32, (P,), PLAIN, 8),
    "  %a = load volatile i32, ptr %p, align 4": Instruction("load", "a", I32, (P,), PLAIN | {"volatile": True}),
    '  %a = load atomic i32, ptr %p syncscope("singlethread") acquire, align 4': Instruction(
        "load", "a", I32, (P,), PLAIN | {"ordering": "acquire"}
    ),
    "  store atomic i32 %x, ptr %p release, align 4": Instruction(
        "store", "", Void(), (X, P), PLAIN | {"ordering": "release"}
    ),
    "  %a = cmpxchg weak volatile ptr %p, i32 0, i32 %x acq_rel monotonic, align 4": Instruction(
        "cmpxchg",
        "a",
        Struct(fields=(I32, I1)),
        (P, number(0), X),
        {"weak": True, "volatile": True, "ordering": "acq_rel", "failure": "monotonic", "align": 4},
    ),
    "  %a = atomicrmw volatile nand ptr %p, i32 %x seq_cst, align 4": Instruction(
        "atomicrmw", "a", I32, (P, X), {"volatile": True, "kind": "nand", "ordering": "seq_cst", "align": 4}
    ),
    '  fence syncscope("singlethread") acquire': Instruction(
        "fence", attrs={"ordering": "acquire", "syncscope": "singlethread"}
    ),
    "  %a = getelementptr inbounds nuw %struct.s, ptr %p, i32 0, i32 1": Instruction(
        "getelementptr", "a", PTR, (P, number(0), number(1)), {"source": Struct("struct.s"), "inbounds": True}
    ),
    "  %a = extractvalue { i32, i1 } %s, 1": Instruction(
        "extractvalue", "a", I1, (Local(Struct(fields=(I32, I1)), "s"),), {"indices": (1,)}
    ),
    "  %a = insertvalue { i32, [2 x i8] } poison, i8 7, 1, 0": Instruction(
        "insertvalue",
        "a",
        Struct(fields=(I32, Array(I8, 2))),
        (Undefined(Struct(fields=(I32, Array(I8, 2)))), number(7, I8)),
        {"indices": (1, 0)},
    ),
    "  %a = extractelement <4 x i32> %v, i64 1": Instruction(
        "extractelement", "a", I32, (Local(Vector(I32, 4), "v"), number(1, I64))
    ),
    "  %a = shufflevector <4 x i32> %v, <4 x i32> poison, <2 x i32> <i32 1, i32 3>": Instruction(
        "shufflevector",
        "a",
        Vector(I32, 2),
        (
            Local(Vector(I32, 4), "v"),
            Undefined(Vector(I32, 4)),
            Aggregate(Vector(I32, 2), (number(1), number(3))),
        ),
    ),
    "  br label %next, !dbg !2, !llvm.loop !4": Instruction("br", operands=(BlockRef(LABEL, "next"),), debug=2),
    "  br i1 %c, label %yes, label %no": Instruction(
        "br", operands=(Local(I1, "c"), BlockRef(LABEL, "yes"), BlockRef(LABEL, "no"))
    ),
    "  indirectbr ptr %p, [label %a, label %b]": Instruction(
        "indirectbr", operands=(P, BlockRef(LABEL, "a"), BlockRef(LABEL, "b"))
    ),
    "  switch i8 %c, label %other [\n    i8 1, label %one\n    i8 -1, label %all\n  ], !dbg !9": Instruction(
        "switch",
        operands=(
            Local(I8, "c"),
            BlockRef(LABEL, "other"),
            number(1, I8),
            BlockRef(LABEL, "one"),
            number(255, I8),
            BlockRef(LABEL, "all"),
        ),
        debug=9,
    ),
    "  switch i8 %c, label %other [\n  ]": Instruction("switch", operands=(Local(I8, "c"), BlockRef(LABEL, "other"))),
    "  ret void, !dbg !1": Instruction("ret", debug=1),
    "  ret i32 %x": Instruction("ret", operands=(X,)),
    "  unreachable": Instruction("unreachable"),
    "  %a = va_arg ptr %p, i32": Instruction("va_arg", "a", I32, (P,)),
    "  call void @llvm.dbg.declare(metadata ptr %p, metadata !12, metadata !DIExpression()), !dbg !13": Instruction(
        "dbg_declare", operands=(P,), attrs={"variable": 12, "location": 13}, debug=13
    ),
    "    #dbg_declare(ptr %p, !12, !DIExpression(DW_OP_deref), !13)": Instruction(
        "dbg_declare", operands=(P,), attrs={"variable": 12, "location": 13, "indirect": True}, debug=13
    ),
    "    #dbg_value(i32 3, !12, !DIExpression(), !13)": Instruction(
        "dbg_value", operands=(number(3),), attrs={"variable": 12, "location": 13}, debug=13
    ),
    "    #dbg_value(!DIArgList(i32 0, i32 %x), !12, !DIExpression(DW_OP_LLVM_arg, 0), !13)": Instruction(
        "dbg_value", operands=(Undefined(PTR),), attrs={"variable": 12, "location": 13}, debug=13
    ),
}


@pytest.mark.parametrize("line", INSTRUCTIONS)
def test_each_instruction_is_read(line: str) -> None:
    assert one(line) == INSTRUCTIONS[line]


def call(
    callee: object, *operands: object, kind: Type = VOID, result: str = "", debug: int = -1, **attrs: object
) -> Instruction:
    arguments = attrs.pop("arguments", ({},) * len(operands))
    return Instruction(
        "call", result, kind, (callee, *operands), {"function": None, "arguments": arguments, **attrs}, debug
    )


CALLS = {
    "  call void @g() #3, !dbg !5": call(Symbol(PTR, "g"), debug=5),
    r'  call void @"\01unknot.kernel.mutex.mtx_lock"(ptr noundef %p)': call(
        Symbol(PTR, "unknot.kernel.mutex.mtx_lock"), P
    ),
    "  %a = tail call fastcc noundef range(i32 0, 2) i32 %p(i32 noundef %x)": call(P, X, kind=I32, result="a"),
    "  %a = call i32 (ptr, ...) @g(ptr noundef dereferenceable(8) %p, i32 noundef 3) memory(none)": call(
        Symbol(PTR, "g"), P, number(3), kind=I32, result="a", function=Function(I32, (PTR,), True)
    ),
    "  musttail call void @g(ptr captures(none) initializes((0, 4)) %p, i1 noext true), !dbg !5": call(
        Symbol(PTR, "g"), P, number(1, I1), debug=5, musttail=True
    ),
    "  call void @g(ptr byval(%struct.s) align 8 %p, ptr dead_on_unwind writable sret({ i8 }) align 4 %p)": call(
        Symbol(PTR, "g"),
        P,
        P,
        arguments=({"byval": Struct("struct.s"), "align": 8}, {"sret": Struct(fields=(I8,)), "align": 4}),
    ),
    "  %a = call nnan double @llvm.fabs.f64(double nofpclass(nan inf) %d)": call(
        Symbol(PTR, "llvm.fabs.f64"), Local(DOUBLE, "d"), kind=DOUBLE, result="a"
    ),
    "  call void @g(i8 signext -1, i8 zeroext 1)": call(
        Symbol(PTR, "g"), number(255, I8), number(1, I8), arguments=({"signext": True}, {"zeroext": True})
    ),
    '  call void asm sideeffect "pause\\0A\\09nop", "~{memory},~{flags}"() #8, !dbg !2, !srcloc !9': call(
        Assembly(PTR, "pause\n\tnop", "~{memory},~{flags}", True), debug=2
    ),
    '  %a = call i32 asm "xaddl $0, $1", "=r,=*m,0"(ptr elementtype(i32) @n, i32 3)': call(
        Assembly(PTR, "xaddl $0, $1", "=r,=*m,0"),
        Symbol(PTR, "n"),
        number(3),
        kind=I32,
        result="a",
        arguments=({"elementtype": I32}, {}),
    ),
    '  call void @llvm.assume(i1 true) [ "align"(ptr %p, i64 16) ], !dbg !4': call(
        Symbol(PTR, "llvm.assume"), number(1, I1), debug=4
    ),
    '  %a = call i64 @llvm.read_register.i64(metadata !"rsp")': call(
        Symbol(PTR, "llvm.read_register.i64"), Undefined(Other("metadata")), kind=I64, result="a"
    ),
    "  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %p, ptr align 4 @n, i64 32, i1 false)": call(
        Symbol(PTR, "llvm.memcpy.p0.p0.i64"),
        P,
        Symbol(PTR, "n"),
        number(32, I64),
        number(0, I1),
        arguments=({"align": 8}, {"align": 4}, {}, {}),
    ),
}


@pytest.mark.parametrize("line", CALLS)
def test_each_call_is_read(line: str) -> None:
    assert one(line) == CALLS[line]


CONSTANTS = {
    "global i32 -1": number(0xFFFFFFFF),
    "global i128 1267650600228229401496703205376": number(1 << 100, Int(128)),
    "global ptr null": Zero(PTR),
    "global [3 x i8] zeroinitializer": Zero(Array(I8, 3)),
    "global i1 true": number(1, I1),
    "global float 0x3FB99999A0000000": ConstantFloat(FLOAT, 0x3DCCCCCD),
    "global float 0x7FF8000000000000": ConstantFloat(FLOAT, 0x7FC00000),
    "global float 0xFFF0000000000000": ConstantFloat(FLOAT, 0xFF800000),
    "global double 3.140000e+00": ConstantFloat(DOUBLE, 0x40091EB851EB851F),
    "global half 0xH3C00": ConstantFloat(Float("half"), 0x3C00),
    "global x86_fp80 0xK3FFF8000000000000000": ConstantFloat(Float("x86_fp80"), 0x3FFF8000000000000000),
    "global fp128 0xL00000000000000013FFF000000000000": ConstantFloat(Float("fp128"), (0x3FFF000000000000 << 64) | 1),
    'constant [5 x i8] c"a\\22\\5C\\FF\\00"': Bytes(Array(I8, 5), b'a"\\\xff\0'),
    "global <{ i8, i32 }> <{ i8 1, i32 2 }>": Aggregate(
        Struct(fields=(I8, I32), packed=True), (number(1, I8), number(2))
    ),
    "global %struct.s { i32 1, [2 x ptr] [ptr @f, ptr undef] }": Aggregate(
        Struct("struct.s"), (number(1), Aggregate(Array(PTR, 2), (Symbol(PTR, "f"), Undefined(PTR))))
    ),
    "global ptr getelementptr inbounds nuw inrange(0, 8) (i8, ptr @y, i64 12)": Expression(
        PTR, "getelementptr", (Symbol(PTR, "y"), number(12, I64)), {"source": I8, "inbounds": True, "nuw": True}
    ),
    "global ptr getelementptr ([2 x i32], ptr @y, i64 0, inrange i32 1)": Expression(
        PTR, "getelementptr", (Symbol(PTR, "y"), number(0, I64), number(1)), {"source": Array(I32, 2)}
    ),
    "global i32 trunc (i64 ptrtoint (ptr @y to i64) to i32)": Expression(
        I32, "trunc", (Expression(I64, "ptrtoint", (Symbol(PTR, "y"),)),)
    ),
    "global i64 sub nsw (i64 ptrtoint (ptr @y to i64), i64 3)": Expression(
        I64, "sub", (Expression(I64, "ptrtoint", (Symbol(PTR, "y"),)), number(3, I64)), {"nsw": True}
    ),
    "global ptr blockaddress(@f, %a)": BlockAddress(PTR, "f", "a"),
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_each_constant_is_read(text: str) -> None:
    assert constant(text) == CONSTANTS[text]


MODULE = r"""; ModuleID = 'm.c'
source_filename = "m.c"
target datalayout = "e-m:e"
target triple = "x86_64-unknown-linux-gnu"

module asm ".globl here"
module asm "\09nop"

%struct.s = type { i32, ptr }
%struct.opaque = type opaque
%"struct.a b" = type <{ i8, %struct.s }>

$shared = comdat any

@.str = private unnamed_addr constant [2 x i8] c"a\00", align 1
@gone = external dso_local global i32, align 4
@here = dso_local local_unnamed_addr global i32 0, section ".data.x", comdat($shared), align 16, !dbg !0, !dbg !4
@own = internal thread_local(initialexec) global i32 4, partition "p", align 4, no_sanitize_address
@"odd \22name\22" = weak_odr hidden externally_initialized constant %struct.s zeroinitializer, align 8
@many = common dso_local global [3 x i32] zeroinitializer, align 4
@far = addrspace(256) global ptr addrspace(256) null, align 8
@llvm.used = appending global [1 x ptr] [ptr @here], section "llvm.metadata"
@other = weak dso_local alias i32 (i32), ptr @f

; Function Attrs: noinline nounwind uwtable
define internal zeroext i1 @f(i32 range(i32 0, 9) %0, ptr byval(%struct.s) align 8 %1, ...) #0 section "x" !dbg !7 {
  %3 = add i32 %0, 1
  br label %4

4:                                                ; preds = %2
  %5 = call i1 @g(i32 %3)
  ret i1 %5
}

declare i1 @g(i32 noundef) local_unnamed_addr #1

declare !dbg !9 extern_weak void @h(ptr nocapture, ...)

define available_externally void @k() {
start:
  ret void

"a b":                                            ; No predecessors!
  unreachable
  uselistorder ptr @here, { 1, 0 }
}

uselistorder ptr @here, { 1, 0 }

attributes #0 = { noinline "frame-pointer"="all" }

!llvm.dbg.cu = !{!2}
!llvm.ident = !{!3}
!unknot = !{}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "he\22re", scope: !2, line: 3, type: !5, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, flags: A | B, enums: null)
!3 = !{!"Debian clang version 19.1.7", i32 7, !2, null, i1 true, ptr @f}
!4 = !DIDerivedType(tag: DW_TAG_member, baseType: !5, size: 3, offset: -64, extraData: i64 64)
!5 = distinct !{!5, !{!0}}
"""


@pytest.fixture(name="module", scope="module")
def _module() -> Module:
    return parse_module(MODULE, "m.c")


def test_types_have_names(module: Module) -> None:
    assert module.structs == {
        "struct.s": Struct("struct.s", (I32, PTR)),
        "struct.opaque": Struct("struct.opaque"),
        "struct.a b": Struct("struct.a b", (I8, Struct("struct.s")), packed=True),
    }


def test_globals(module: Module) -> None:
    seen = {
        v.name: (v.linkage, v.constant, v.thread_local, v.align, v.debug, v.init is None)
        for v in module.variables.values()
    }
    assert seen == {
        ".str": ("private", True, False, 1, (), False),
        "gone": ("external", False, False, 4, (), True),
        "here": ("external", False, False, 16, (0, 4), False),
        "own": ("internal", False, True, 4, (), False),
        'odd "name"': ("weak", True, False, 8, (), False),
        "many": ("common", False, False, 4, (), False),
        "far": ("external", False, False, 8, (), False),
        "llvm.used": ("appending", False, False, 1, (), False),
    }
    assert module.aliases["other"].target == Symbol(PTR, "f")
    assert module.assembly == ".globl here\n\tnop\n"


def test_functions_and_their_numbers(module: Module) -> None:
    f = module.functions["f"]
    assert (f.linkage, f.debug, f.type) == ("internal", 7, Function(I1, (I32, PTR), True))
    assert [(p.name, p.attrs) for p in f.params] == [("0", {}), ("1", {"byval": Struct("struct.s"), "align": 8})]
    assert list(f.blocks) == ["2", "4"]  # the entry takes the number after the parameters
    assert [i.result for i in f.blocks["2"] + f.blocks["4"]] == ["3", "", "5", ""]
    k, g, h = (module.functions[name] for name in "kgh")
    assert (list(k.blocks), k.linkage) == (["start", "a b"], "available_externally")
    assert (g.blocks, g.type) == ({}, Function(I1, (I32,)))
    assert (h.debug, h.linkage, h.type) == (9, "weak", Function(VOID, (PTR,), True))


def test_metadata_is_read_when_asked_for(module: Module) -> None:
    nodes = module.metadata
    assert sorted(nodes) == [0, 1, 2, 3, 4, 5]
    assert nodes[0].fields["var"] == Ref(1)
    assert nodes[1].fields == {
        "name": 'he"re',
        "scope": Ref(2),
        "line": 3,
        "type": Ref(5),
        "isLocal": False,
        "isDefinition": True,
    }
    assert nodes[2].fields == {"language": "DW_LANG_C11", "flags": "A | B", "enums": None}
    assert nodes[3].fields["items"] == ("Debian clang version 19.1.7", 7, Ref(2), None, True, "ptr @f")
    assert (nodes[4].fields["offset"], nodes[4].fields["extraData"]) == (-64, 64)
    assert module.named_metadata == {"llvm.dbg.cu": (2,), "llvm.ident": (3,), "unknot": ()}


@pytest.mark.parametrize(
    "line", ["  %a = invent i32 3", "  %a = add i32 %x", "  ret void 3", "  %a = load i32 ptr %p", "  br label"]
)
def test_a_line_that_is_not_understood_is_shown_with_the_version_of_clang(line: str) -> None:
    text = f"define void @f() {{\n{line}\n}}\n" + '!llvm.ident = !{!0}\n!0 = !{!"clang version 99.1"}\n'
    with pytest.raises(InternalError) as caught:
        parse_module(text, "f.c")
    assert line.strip() in str(caught.value)
    assert "clang version 99.1" in str(caught.value)


def test_metadata_that_is_not_understood_is_shown() -> None:
    module = parse_module("!0 = !DILocation(line 3)\n", "f.c")
    with pytest.raises(InternalError, match=r"!DILocation\(line 3\)"):
        module.metadata[0]


def test_functions_chosen_at_load_time_are_refused() -> None:
    with pytest.raises(LanguageError, match="ifunc"):
        parse_module("@f = ifunc void (), ptr @choose\n", "f.c")


@pytest.mark.parametrize(
    ("lines", "opcode"),
    [
        ('  callbr void asm "", "!i"()\n          to label %a [label %b], !dbg !1', "callbr"),
        ("  %x = landingpad { ptr, i32 }\n          cleanup", "landingpad"),
        ("  resume { ptr, i32 } %x", "resume"),
    ],
)
def test_what_the_reader_refuses_is_read_by_name(lines: str, opcode: str) -> None:
    assert one(lines).opcode == opcode


def test_a_call_with_a_way_out_for_exceptions() -> None:
    found = one("  %a = invoke i32 @g(i32 3)\n          to label %on unwind label %off, !dbg !4")
    assert (found.opcode, found.operands, found.debug) == ("invoke", (Symbol(PTR, "g"), number(3)), 4)
    assert (found.attrs["normal"], found.attrs["unwind"]) == ("on", "off")


def lifted(*lines: str) -> list[Instruction]:
    text = "\n".join(("@n = global i32 0", "define void @f() {", "entry:", *lines, "}"))
    return [i for block in parse_module(text, "f.c").functions["f"].blocks.values() for i in block]


def test_what_only_the_running_program_can_compute_is_no_operand() -> None:
    whole = "i64 and (i64 add (i64 ptrtoint (ptr @n to i64), i64 1), i64 7)"
    moved = Expression(I64, "add", (Expression(I64, "ptrtoint", (Symbol(PTR, "n"),)), number(1, I64)))
    assert lifted(f"  ret {whole}, !dbg !3") == [
        Instruction("and", "constant.1", I64, (moved, number(7, I64)), debug=3),
        Instruction("ret", operands=(Local(I64, "constant.1"),), debug=3),
    ]


def test_addresses_and_their_comparison_stay_operands() -> None:
    found = lifted("  br i1 icmp ne (ptr @n, ptr null), label %entry, label %entry")
    assert [i.opcode for i in found] == ["br"]


def test_for_a_phi_it_is_computed_where_its_value_comes_from() -> None:
    odd = "icmp ult (ptr @n, ptr inttoptr (i64 4096 to ptr))"
    found = lifted("  br label %next", "next:", f"  %a = phi i1 [ {odd}, %entry ]", "  ret i1 %a")
    assert [(i.opcode, i.result) for i in found] == [("icmp", "constant.1"), ("br", ""), ("phi", "a"), ("ret", "")]
    assert found[0].attrs == {"predicate": "ult"}
    assert found[2].operands == (Local(I1, "constant.1"),)
