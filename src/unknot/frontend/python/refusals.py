"""What the language lacks, by name, and what to write instead."""

from __future__ import annotations

import ast

STATEMENTS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Try: ("exceptions are not supported", "return a bool or an error number"),
    ast.TryStar: ("exceptions are not supported", "return a bool or an error number"),
    ast.Raise: ("exceptions are not supported", 'return an error number, or assert False, "message"'),
    ast.FunctionDef: ("functions in functions are not supported", "define it at the module's level"),
    ast.AsyncFunctionDef: ("async functions are not supported", "write an ordinary function and @thread"),
    ast.ClassDef: ("classes in functions are not supported", "define the struct at the module's level"),
    ast.Delete: ("del is not supported", "use free(p) for memory, or let the variable be"),
    ast.Import: ("imports in functions are not supported", "import at the top of the file"),
    ast.ImportFrom: ("imports in functions are not supported", "import at the top of the file"),
    ast.AsyncFor: ("async for is not supported", "use for i in range(n)"),
    ast.AsyncWith: ("async with is not supported", "use with indivisible(): ..."),
    ast.Match: ("match is not supported", "write if and elif"),
    ast.Nonlocal: ("nonlocal is not supported: closures cannot change", "use a module's variable or a struct"),
}

EXPRESSIONS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lambda: ("lambda is not supported", "define a function"),
    ast.ListComp: ("comprehensions are not supported", "write a for loop over an array"),
    ast.SetComp: ("comprehensions are not supported", "write a for loop over an array"),
    ast.DictComp: ("comprehensions are not supported", "write a for loop over an array"),
    ast.GeneratorExp: ("generators are not supported", "write a for loop"),
    ast.Yield: ("generators are not supported", "return values one call at a time, or use an array"),
    ast.YieldFrom: ("generators are not supported", "return values one call at a time, or use an array"),
    ast.Await: ("await is not supported", "use with indivisible(condition): to wait"),
    ast.Dict: ("dictionaries are not supported", "use an array of structs"),
    ast.Set: ("sets are not supported", "use a bit mask or an array"),
    ast.List: ("lists are not supported", "use array[T, n]"),
    ast.Tuple: ("tuples are not values here", "use a struct, or assign one by one"),
    ast.JoinedStr: ("f-strings are not supported", "write a plain string"),
    ast.NamedExpr: (":= is not supported", "assign on a line of its own"),
    ast.Starred: ("* in calls is not supported", "write the arguments out"),
    ast.Slice: ("slices are not supported", "pass a pointer and a count"),
}

OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Div: ("/ is not supported: there is no floating point", "write //, which truncates as in C"),
    ast.Pow: ("** is not supported", "write a shift or a loop"),
    ast.MatMult: ("@ is not supported", "write a loop"),
    ast.In: ("in is not supported", "write a loop over the array"),
    ast.NotIn: ("not in is not supported", "write a loop over the array"),
}

BUILTINS: dict[str, tuple[str, str]] = {
    "print": ("print is not supported: every schedule would print", "read the values in the trace, or assert"),
    "isinstance": (
        "isinstance is not supported: types are known when the program is built",
        "use an enum field that says which",
    ),
    "range": ("range stands only in a for loop", "write for i in range(n)"),
    "input": ("input is not supported", "use choose(n): every value is tried"),
    "enumerate": ("enumerate is not supported", "write for i in range(n)"),
    "zip": ("zip is not supported", "write for i in range(n)"),
    "int": ("int has no width", "write one of u8 u16 u32 u64 i8 i16 i32 i64"),
    "float": ("floating point is not supported", "use a scaled integer"),
    "str": ("str() is not supported", "use a plain string, a number or an enum"),
    "list": ("lists are not supported", "use array[T, n]"),
    "dict": ("dictionaries are not supported", "use an array of structs"),
    "set": ("sets are not supported", "use a bit mask or an array"),
    "tuple": ("tuples are not supported", "use a struct"),
    "sum": ("sum is not supported", "write a loop"),
    "sorted": ("sorted is not supported", "write a loop"),
    "id": ("id is not supported", "write cast(u64, addr(x))"),
    "open": ("files are not supported", "pass constants as parameters: param(...)"),
    "super": ("super() is not supported", "name the base: Base.method(self)"),
}
