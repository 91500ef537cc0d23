"""Several translation units as one program, places of debug information, constants."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.c.debug import DebugInfo
from unknot.frontend.c.globals import Address, fitted, fold, initial
from unknot.frontend.c.llvm import Array, Float, Int, Pointer, Struct
from unknot.frontend.c.modules import Namespace, combine
from unknot.frontend.c.parsing import parse_module
from unknot.ir.types import ArrayType, AtomicType, Field, IntType, StructType, VoidType

DEBUG = """
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1)
!1 = !DIFile(filename: "{file}", directory: "/src")
!2 = !DISubroutineType(types: !3)
!3 = !{{null}}
!4 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: {line}, type: !2, unit: !0)
"""


def unite(**texts: str) -> Namespace:
    return combine([parse_module(text, f"{name}.c") for name, text in texts.items()])


def test_names_of_one_unit_alone_do_not_collide() -> None:
    text = """
@count = internal global i32 {}, align 4
@.str = private constant [2 x i8] c"x\\00", align 1
@here = global ptr @count, align 8
define internal void @help() {{
  ret void
}}
define void @{}() {{
  call void @help()
  ret void
}}
"""
    whole = unite(a=text.format(1, "a"), b=text.replace("@here", "@there").format(2, "b"))
    assert set(whole.functions) == {"help@a.c", "help@b.c", "a", "b"}
    assert set(whole.variables) == {"count@a.c", ".str@a.c", "here", "count@b.c", ".str@b.c", "there"}
    first, second = whole.units
    assert (first.resolve("help"), second.resolve("help")) == (("help@a.c", 0), ("help@b.c", 0))
    assert initial(whole.variables["there"].value, second)[1] == ((0, "count@b.c", 0),)
    assert (whole.entry_of("a"), whole.entry_of("help"), whole.entry_of("none")) == ("a", None, None)


def test_a_static_function_hides_the_library_in_its_own_file_only() -> None:
    mine = "define internal void @help() {\n  ret void\n}\n"
    other = "declare void @help()\ndefine void @g() {\n  call void @help()\n  ret void\n}\n"
    whole = unite(a=mine, b=other)
    assert [unit.resolve("help")[0] for unit in whole.units] == ["help@a.c", "help"]
    assert whole.entry_of("help") == "help@a.c"


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    text = "@n = internal global i32 0, align 4\n"
    whole = combine([parse_module(text, "x/a.c"), parse_module(text, "y/a.c")])
    assert set(whole.variables) == {"n@x/a.c", "n@y/a.c"}


def test_what_is_defined_twice_is_refused_with_both_places() -> None:
    text = "define void @f() !dbg !4 {\n  ret void\n}\n"
    with pytest.raises(LanguageError) as caught:
        unite(a=text + DEBUG.format(file="a.c", line=3), b=text + DEBUG.format(file="b.c", line=7))
    assert caught.value.where == Location("/src/b.c", 7, 1)
    assert "f is defined twice: here and at /src/a.c:3:1" in str(caught.value)


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [("weak", "", "2"), ("", "weak", "1"), ("weak", "linkonce_odr", "1"), ("common", "", "2"), ("weak", "common", "2")],
)
def test_the_stronger_definition_is_taken(first: str, second: str, taken: str) -> None:
    text = "@n = {} global i{} 0, align 1\n"
    whole = unite(a=text.format(first, 1), b=text.format(second, 2))
    assert str(whole.variables["n"].value.type) == f"Int(bits={taken})"


def test_the_largest_common_variable_is_taken() -> None:
    text = "@n = common global [{} x i8] zeroinitializer, align 1\n"
    whole = unite(a=text.format(4), b=text.format(9), c=text.format(2))
    assert len(initial(whole.variables["n"].value, whole.units[1])[0]) == 9


def test_inline_definitions_give_way() -> None:
    inline = "define available_externally void @f() {\n  ret void\n}\n"
    whole = unite(a=inline, b="define void @f() {\n  unreachable\n}\n")
    assert [i.opcode for block in whole.functions["f"].value.blocks.values() for i in block] == ["unreachable"]
    assert set(unite(a=inline).functions) == {"f"}


def test_aliases_are_other_names() -> None:
    text = """
@n = global [4 x i32] zeroinitializer, align 4
@third = alias i32, getelementptr (i8, ptr @n, i64 8)
@again = alias i32, ptr @third
@g = weak alias void (), ptr @f
define void @f() {
  ret void
}
"""
    whole = unite(a=text, b="@third = external global i32, align 4\n")
    for unit in whole.units:
        assert unit.resolve("third") == ("n", 8)
    assert whole.units[0].resolve("again") == ("n", 8)
    assert whole.entry_of("g") == "f"
    assert unite(a=text, b="define void @g() {\n  ret void\n}\n").entry_of("g") == "g"


def test_constructors_run_in_the_order_of_their_priority() -> None:
    text = """
@llvm.global_ctors = appending global [2 x {{ i32, ptr, ptr }}] [{{ i32, ptr, ptr }} {{ i32 {}, ptr @f, ptr null }}, \
{{ i32, ptr, ptr }} {{ i32 {}, ptr @g, ptr null }}]
@llvm.global_dtors = appending global [1 x {{ i32, ptr, ptr }}] [{{ i32, ptr, ptr }} {{ i32 {}, ptr @f, ptr null }}]
define internal void @f() {{
  ret void
}}
define internal void @g() {{
  ret void
}}
"""
    whole = unite(a=text.format(65535, 101, 65535), b=text.format(200, 65535, 65535))
    assert whole.constructors == ["g@a.c", "f@b.c", "f@a.c", "g@b.c"]
    assert whole.destructors == ["f@b.c", "f@a.c"]


CONSTANTS = {
    "i64 ptrtoint (ptr getelementptr ([4 x %s], ptr @n, i64 1, i64 -1, i32 1) to i64)": Address("n", 28),
    "i64 add (i64 -4, i64 ptrtoint (ptr @n to i64))": Address("n", -4),
    "i64 sub (i64 ptrtoint (ptr getelementptr (i8, ptr @n, i64 9) to i64), i64 ptrtoint (ptr @n to i64))": 9,
    "i32 trunc (i64 sub (i64 1, i64 2) to i32)": 0xFFFFFFFF,
    "i64 sext (i8 -1 to i64)": 0xFFFFFFFFFFFFFFFF,
    "i16 and (i16 -1, i16 255)": 255,
    "ptr inttoptr (i64 4096 to ptr)": 4096,
    "ptr getelementptr (i8, ptr null, i64 -1)": 0xFFFFFFFFFFFFFFFF,
    "i1 icmp ne (ptr @n, ptr null)": 1,
    "ptr select (i1 true, ptr @n, ptr null)": Address("n"),
    "ptr blockaddress(@f, %here)": 2,
    "double 1.0": 0x3FF0000000000000,
    "i32 undef": 0,
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_constants_are_computed(text: str) -> None:
    whole = unite(a=f"%s = type {{ i32, i32 }}\n@x = global {text}, align 8\n{WITH_LABEL}")
    unit = whole.units[0]
    init = unit.module.variables["x"].init
    assert init is not None
    assert fold(init, unit) == CONSTANTS[text]


WITH_LABEL = """
@n = external global [4 x i32]
define void @f() {
  br label %here
here:
  ret void
}
"""


@pytest.mark.parametrize(
    "text",
    [
        "i32 ptrtoint (ptr @n to i32)",
        "i64 mul (i64 ptrtoint (ptr @n to i64), i64 3)",
        "i64 sub (i64 ptrtoint (ptr @n to i64), i64 ptrtoint (ptr @f to i64))",
        "i1 icmp ult (ptr @n, ptr @f)",
    ],
)
def test_what_no_linker_can_compute_is_refused(text: str) -> None:
    whole = unite(a=f"@x = global {text}, align 8\n{WITH_LABEL}")
    with pytest.raises(LanguageError, match="before the program runs"):
        initial(whole.variables["x"].value, whole.units[0])


@pytest.mark.parametrize(
    ("name", "directory", "shown"),
    [
        ("a.c", "{here}", "sub/../a.c"),  # as the user wrote it
        ("{here}/lib/b.h", "{here}", "lib/b.h"),
        ("lib/b.h", "{here}", "lib/b.h"),
        ("here/lib/b.h", "{above}", "lib/b.h"),
        ("../c.h", "{here}", "../c.h"),
        ("/usr/include/d.h", "", "/usr/include/d.h"),
        ("d.h", "/elsewhere", "/elsewhere/d.h"),
    ],
)
def test_paths_are_as_the_user_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, directory: str, shown: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    known = {"here": str(tmp_path / "here"), "above": str(tmp_path)}
    text = (
        f'!0 = !DIFile(filename: "{name.format(**known)}", directory: "{directory.format(**known)}")\n'
        '!1 = distinct !DISubprogram(name: "f", file: !0, line: 3)\n'
        "!2 = !DILexicalBlock(scope: !1, file: !0, line: 4, column: 2)\n"
        "!3 = !DILocation(line: 5, column: 7, scope: !2)\n"
        "!4 = !DILocation(line: 0, scope: !2)\n"
    )
    debug = DebugInfo(parse_module(text, "sub/../a.c"))
    assert debug.location(3) == Location(shown, 5, 7)
    assert debug.location(4) == Location(shown, 4, 1)  # code of the compiler's own stands where its block does


def test_an_atomic_struct_is_padded() -> None:
    chars = StructType("s", (Field("c", ArrayType(IntType(8, signed=True), 3), 0),))
    padded = fitted(AtomicType(chars), Array(Int(8), 4), 4)
    assert isinstance(padded, AtomicType)
    assert (padded.size, str(padded.of)) == (4, "s of 4 bytes")


def test_what_has_no_debug_information_has_a_type_of_its_size() -> None:
    kinds = [Pointer(), Int(16), Float("double"), Struct(fields=(Int(8), Int(64)))]
    sizes = [8, 2, 8, 16]
    found = [str(fitted(VoidType(), kind, size)) for kind, size in zip(kinds, sizes, strict=True)]
    assert found == ["Ptr[void]", "u16", "f64", "array[u8, 16]"]


STRUCT = """
!0 = !DIFile(filename: "{file}", directory: "/src")
!1 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "s", file: !0, line: 3, size: 64, elements: !2)
!2 = !{{!3, !4}}
!3 = !DIDerivedType(tag: DW_TAG_member, name: "{first}", baseType: !5, size: 32)
!4 = !DIDerivedType(tag: DW_TAG_member, name: "b", baseType: !5, size: 32, offset: 32)
!5 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!6 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !7, size: 64)
!7 = !DICompositeType(tag: DW_TAG_structure_type, name: "s", file: !0, line: 1, flags: DIFlagFwdDecl)
"""


def test_one_tag_for_several_structs() -> None:
    whole = unite(
        declared=STRUCT.format(file="d.c", first="x"),
        a=STRUCT.format(file="a.c", first="a"),
        again=STRUCT.format(file="again.c", first="a"),
        other=STRUCT.format(file="other.c", first="z"),
    )
    declared, *units = whole.units
    assert str(declared.debug.type_of(6)) == "Ptr[s]"
    names = [str(unit.debug.type_of(1)) for unit in units]
    assert names == ["s", "s", "s (/src/other.c)"]
    assert [f.name for f in whole.structs["s"].fields] == ["a", "b"]
    assert [f.name for f in whole.structs["s (/src/other.c)"].fields] == ["z", "b"]


ENUM = """
!0 = !DIFile(filename: "e.c", directory: "/src")
!1 = !DICompositeType(tag: DW_TAG_enumeration_type, name: "e", file: !0, line: {line}, size: 32, elements: !2)
!2 = !{{!3}}
!3 = !DIEnumerator(name: "{member}", value: 1)
"""


def test_one_tag_for_several_enums() -> None:
    texts = {"a": ("ONE", 1), "same": ("ONE", 1), "b": ("TWO", 2)}
    whole = unite(**{unit: ENUM.format(member=member, line=line) for unit, (member, line) in texts.items()})
    names = [str(unit.debug.type_of(1)) for unit in whole.units]
    assert names == ["e", "e", "e (/src/e.c:2:1)"]
