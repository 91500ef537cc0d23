; ModuleID = 'shapes.c'
source_filename = "shapes.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

%struct.packed = type <{ i8, i32, i64 }>
%struct.mixed = type { i8, [3 x %struct.point], i32, double, %struct.packed, i64, [8 x i8], %struct.lined }
%struct.point = type { i16, i16 }
%struct.lined = type { i32, [60 x i8] }
%struct.node = type { ptr, i16, [5 x i8], i32, ptr, %union.anon }
%union.anon = type { i32 }
%struct.anon = type { i8, i8 }
%struct.wide = type { i8, i128, i64 }
%struct.quads = type { i8, <4 x i32> }
%struct.odd = type { i64, i8 }

@head = dso_local global { ptr, i8, i8, [5 x i8], i32, ptr, { float } } { ptr @head, i8 79, i8 0, [5 x i8] c"ab\22\\\00", i32 3, ptr null, { float } { float 5.000000e-01 } }, align 8, !dbg !0
@packed = dso_local global %struct.packed <{ i8 1, i32 -2, i64 3 }>, align 1, !dbg !18
@mixed = dso_local global %struct.mixed { i8 1, [3 x %struct.point] [%struct.point { i16 1, i16 2 }, %struct.point { i16 3, i16 4 }, %struct.point zeroinitializer], i32 -1, double 1.500000e+00, %struct.packed <{ i8 7, i32 8, i64 9 }>, i64 10, [8 x i8] undef, %struct.lined { i32 11, [60 x i8] undef } }, align 64, !dbg !27
@hello = dso_local global <{ i32, [6 x i8] }> <{ i32 5, [6 x i8] c"hello\00" }>, align 4, !dbg !53
@table = internal global [10 x i32] [i32 1, i32 2, i32 3, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0], align 16, !dbg !105
@middle = dso_local global ptr getelementptr (i8, ptr @table, i64 12), align 8, !dbg !62
@distance = dso_local global i64 ptrtoint (ptr getelementptr (i8, ptr @table, i64 16) to i64), align 8, !dbg !65
@last = dso_local global ptr getelementptr (i8, ptr @mixed, i64 13), align 8, !dbg !67
@.str = private unnamed_addr constant [2 x i8] c"a\00", align 1, !dbg !70
@.str.2 = private unnamed_addr constant [4 x i8] c"b\0A\FF\00", align 1, !dbg !75
@words = dso_local constant [2 x ptr] [ptr @.str, ptr @.str.2], align 16, !dbg !80
@mine = dso_local thread_local global i32 4, align 4, !dbg !86
@third = dso_local global float 0x3FD5555560000000, align 4, !dbg !88
@huge = dso_local global i128 1267650600228229401496703205376, align 16, !dbg !91
@facts = dso_local constant [23 x i64] [i64 4, i64 40, i64 13, i64 64, i64 48, i64 128, i64 4, i64 32, i64 16, i64 10, i64 16, i64 24, i64 33, i64 5, i64 16, i64 32, i64 8, i64 16, i64 33, i64 48, i64 64, i64 16, i64 8], align 16, !dbg !94
@hidden = dso_local global ptr null, align 8, !dbg !101

; Function Attrs: noinline nounwind uwtable
define dso_local i64 @use(ptr noundef %n, ptr noundef %p, ptr noundef %w, ptr noundef %m, ptr noundef %q, ptr noundef %o, i32 %at.coerce) #0 !dbg !142 {
entry:
  %at = alloca %struct.point, align 2
  %n.addr = alloca ptr, align 8
  %p.addr = alloca ptr, align 8
  %w.addr = alloca ptr, align 8
  %m.addr = alloca ptr, align 8
  %q.addr = alloca ptr, align 8
  %o.addr = alloca ptr, align 8
  %size = alloca i32, align 4
  %saved_stack = alloca ptr, align 8
  %__vla_expr0 = alloca i64, align 8
  %i = alloca i32, align 4
  %size2 = alloca i32, align 4
  store i32 %at.coerce, ptr %at, align 2
  store ptr %n, ptr %n.addr, align 8
    #dbg_declare(ptr %n.addr, !167, !DIExpression(), !168)
  store ptr %p, ptr %p.addr, align 8
    #dbg_declare(ptr %p.addr, !169, !DIExpression(), !170)
  store ptr %w, ptr %w.addr, align 8
    #dbg_declare(ptr %w.addr, !171, !DIExpression(), !172)
  store ptr %m, ptr %m.addr, align 8
    #dbg_declare(ptr %m.addr, !173, !DIExpression(), !174)
  store ptr %q, ptr %q.addr, align 8
    #dbg_declare(ptr %q.addr, !175, !DIExpression(), !176)
  store ptr %o, ptr %o.addr, align 8
    #dbg_declare(ptr %o.addr, !177, !DIExpression(), !178)
    #dbg_declare(ptr %at, !179, !DIExpression(), !180)
    #dbg_declare(ptr %size, !181, !DIExpression(), !182)
  %x = getelementptr inbounds %struct.point, ptr %at, i32 0, i32 0, !dbg !183
  %0 = load i16, ptr %x, align 2, !dbg !183
  %conv = sext i16 %0 to i32, !dbg !184
  %add = add nsw i32 %conv, 40, !dbg !185
  store i32 %add, ptr %size, align 4, !dbg !182
  %1 = load i32, ptr %size, align 4, !dbg !186
  %2 = zext i32 %1 to i64, !dbg !187
  %3 = call ptr @llvm.stacksave.p0(), !dbg !187
  store ptr %3, ptr %saved_stack, align 8, !dbg !187
  %vla = alloca i8, i64 %2, align 16, !dbg !187
  store i64 %2, ptr %__vla_expr0, align 8, !dbg !187
    #dbg_declare(ptr %__vla_expr0, !188, !DIExpression(), !189)
    #dbg_declare(ptr %vla, !190, !DIExpression(), !194)
    #dbg_declare(ptr %i, !195, !DIExpression(), !197)
  store i32 0, ptr %i, align 4, !dbg !197
  br label %for.cond, !dbg !198

for.cond:                                         ; preds = %for.inc, %entry
  %4 = load i32, ptr %i, align 4, !dbg !199
  %cmp = icmp slt i32 %4, 2, !dbg !201
  br i1 %cmp, label %for.body, label %for.end, !dbg !202

for.body:                                         ; preds = %for.cond
    #dbg_declare(ptr %size2, !203, !DIExpression(), !205)
  %5 = load i32, ptr %i, align 4, !dbg !206
  store i32 %5, ptr %size2, align 4, !dbg !205
  %6 = load ptr, ptr %n.addr, align 8, !dbg !207
  %level = getelementptr inbounds %struct.node, ptr %6, i32 0, i32 1, !dbg !208
  %bf.load = load i16, ptr %level, align 8, !dbg !208
  %bf.lshr = lshr i16 %bf.load, 3, !dbg !208
  %bf.clear = and i16 %bf.lshr, 127, !dbg !208
  %bf.cast = zext i16 %bf.clear to i32, !dbg !208
  %7 = load ptr, ptr %n.addr, align 8, !dbg !209
  %8 = getelementptr inbounds %struct.node, ptr %7, i32 0, i32 5, !dbg !210
  %high = getelementptr inbounds %struct.anon, ptr %8, i32 0, i32 1, !dbg !211
  %9 = load i8, ptr %high, align 1, !dbg !211
  %conv3 = zext i8 %9 to i32, !dbg !209
  %add4 = add nsw i32 %bf.cast, %conv3, !dbg !212
  %conv5 = trunc i32 %add4 to i8, !dbg !207
  %10 = load i32, ptr %size2, align 4, !dbg !213
  %idxprom = sext i32 %10 to i64, !dbg !214
  %arrayidx = getelementptr inbounds i8, ptr %vla, i64 %idxprom, !dbg !214
  store i8 %conv5, ptr %arrayidx, align 1, !dbg !215
  br label %for.inc, !dbg !216

for.inc:                                          ; preds = %for.body
  %11 = load i32, ptr %i, align 4, !dbg !217
  %inc = add nsw i32 %11, 1, !dbg !217
  store i32 %inc, ptr %i, align 4, !dbg !217
  br label %for.cond, !dbg !218, !llvm.loop !219

for.end:                                          ; preds = %for.cond
  %arrayidx6 = getelementptr inbounds i8, ptr %vla, i64 0, !dbg !222
  %12 = load i8, ptr %arrayidx6, align 16, !dbg !222
  %conv7 = sext i8 %12 to i64, !dbg !222
  %13 = load ptr, ptr %p.addr, align 8, !dbg !223
  %wide = getelementptr inbounds %struct.packed, ptr %13, i32 0, i32 2, !dbg !224
  %14 = load i64, ptr %wide, align 1, !dbg !224
  %add8 = add nsw i64 %conv7, %14, !dbg !225
  %15 = load ptr, ptr %w.addr, align 8, !dbg !226
  %tail = getelementptr inbounds %struct.wide, ptr %15, i32 0, i32 2, !dbg !227
  %16 = load i64, ptr %tail, align 16, !dbg !227
  %add9 = add nsw i64 %add8, %16, !dbg !228
  %17 = load ptr, ptr %m.addr, align 8, !dbg !229
  %lined = getelementptr inbounds %struct.mixed, ptr %17, i32 0, i32 7, !dbg !230
  %value = getelementptr inbounds %struct.lined, ptr %lined, i32 0, i32 0, !dbg !231
  %18 = load i32, ptr %value, align 64, !dbg !231
  %conv10 = sext i32 %18 to i64, !dbg !229
  %add11 = add nsw i64 %add9, %conv10, !dbg !232
  %19 = load ptr, ptr %q.addr, align 8, !dbg !233
  %lanes = getelementptr inbounds %struct.quads, ptr %19, i32 0, i32 1, !dbg !234
  %20 = load <4 x i32>, ptr %lanes, align 16, !dbg !234
  %vecext = extractelement <4 x i32> %20, i32 1, !dbg !234
  %conv12 = sext i32 %vecext to i64, !dbg !233
  %add13 = add nsw i64 %add11, %conv12, !dbg !235
  %21 = load ptr, ptr %o.addr, align 8, !dbg !236
  %bits = getelementptr inbounds %struct.odd, ptr %21, i32 0, i32 0, !dbg !237
  %22 = load i64, ptr %bits, align 8, !dbg !237
  %loadedv = trunc i64 %22 to i37, !dbg !237
  %conv14 = zext i37 %loadedv to i64, !dbg !236
  %add15 = add nsw i64 %add13, %conv14, !dbg !238
  %23 = load ptr, ptr %o.addr, align 8, !dbg !239
  %end = getelementptr inbounds %struct.odd, ptr %23, i32 0, i32 1, !dbg !240
  %24 = load i8, ptr %end, align 8, !dbg !240
  %conv16 = sext i8 %24 to i64, !dbg !239
  %add17 = add nsw i64 %add15, %conv16, !dbg !241
  %add18 = add i64 %add17, 4, !dbg !242
  %25 = load ptr, ptr %saved_stack, align 8, !dbg !243
  call void @llvm.stackrestore.p0(ptr %25), !dbg !243
  ret i64 %add18, !dbg !243
}

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare ptr @llvm.stacksave.p0() #1

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare void @llvm.stackrestore.p0(ptr) #1

attributes #0 = { noinline nounwind uwtable "frame-pointer"="all" "min-legal-vector-width"="0" "no-builtins" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { nocallback nofree nosync nounwind willreturn }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!137, !138, !139, !140, !141}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "head", scope: !2, file: !3, line: 33, type: !110, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug, enums: !4, retainedTypes: !15, globals: !17, splitDebugInlining: false, nameTableKind: None)
!3 = !DIFile(filename: "shapes.c", directory: "/src", checksumkind: CSK_MD5, checksum: "0c1ba4285f576c88580fe886246ceea0")
!4 = !{!5, !11}
!5 = !DICompositeType(tag: DW_TAG_enumeration_type, name: "colour", file: !3, line: 6, baseType: !6, size: 32, elements: !7)
!6 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!7 = !{!8, !9, !10}
!8 = !DIEnumerator(name: "RED", value: 0)
!9 = !DIEnumerator(name: "GREEN", value: 5)
!10 = !DIEnumerator(name: "BLUE", value: -1)
!11 = !DICompositeType(tag: DW_TAG_enumeration_type, file: !3, line: 7, baseType: !12, size: 32, elements: !13)
!12 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!13 = !{!14}
!14 = !DIEnumerator(name: "LIMIT", value: 40)
!15 = !{!16}
!16 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!17 = !{!0, !18, !27, !53, !62, !65, !67, !70, !75, !80, !86, !88, !91, !94, !101, !105}
!18 = !DIGlobalVariableExpression(var: !19, expr: !DIExpression())
!19 = distinct !DIGlobalVariable(name: "packed", scope: !2, file: !3, line: 34, type: !20, isLocal: false, isDefinition: true)
!20 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "packed", file: !3, line: 23, size: 104, elements: !21)
!21 = !{!22, !24, !25}
!22 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !20, file: !3, line: 23, baseType: !23, size: 8)
!23 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!24 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !20, file: !3, line: 23, baseType: !6, size: 32, offset: 8)
!25 = !DIDerivedType(tag: DW_TAG_member, name: "wide", scope: !20, file: !3, line: 23, baseType: !26, size: 64, offset: 40)
!26 = !DIBasicType(name: "long long", size: 64, encoding: DW_ATE_signed)
!27 = !DIGlobalVariableExpression(var: !28, expr: !DIExpression())
!28 = distinct !DIGlobalVariable(name: "mixed", scope: !2, file: !3, line: 35, type: !29, isLocal: false, isDefinition: true)
!29 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "mixed", file: !3, line: 26, size: 1024, elements: !30)
!30 = !{!31, !33, !43, !44, !46, !47, !49}
!31 = !DIDerivedType(tag: DW_TAG_member, name: "flag", scope: !29, file: !3, line: 26, baseType: !32, size: 8)
!32 = !DIBasicType(name: "bool", size: 8, encoding: DW_ATE_boolean)
!33 = !DIDerivedType(tag: DW_TAG_member, name: "at", scope: !29, file: !3, line: 26, baseType: !34, size: 96, offset: 16)
!34 = !DICompositeType(tag: DW_TAG_array_type, baseType: !35, size: 96, elements: !41)
!35 = !DIDerivedType(tag: DW_TAG_typedef, name: "point", file: !3, line: 9, baseType: !36)
!36 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !3, line: 9, size: 32, elements: !37)
!37 = !{!38, !40}
!38 = !DIDerivedType(tag: DW_TAG_member, name: "x", scope: !36, file: !3, line: 9, baseType: !39, size: 16)
!39 = !DIBasicType(name: "short", size: 16, encoding: DW_ATE_signed)
!40 = !DIDerivedType(tag: DW_TAG_member, name: "y", scope: !36, file: !3, line: 9, baseType: !39, size: 16, offset: 16)
!41 = !{!42}
!42 = !DISubrange(count: 3)
!43 = !DIDerivedType(tag: DW_TAG_member, name: "colour", scope: !29, file: !3, line: 26, baseType: !5, size: 32, offset: 128)
!44 = !DIDerivedType(tag: DW_TAG_member, name: "weight", scope: !29, file: !3, line: 26, baseType: !45, size: 64, offset: 192)
!45 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!46 = !DIDerivedType(tag: DW_TAG_member, name: "packed", scope: !29, file: !3, line: 26, baseType: !20, size: 104, offset: 256)
!47 = !DIDerivedType(tag: DW_TAG_member, name: "stamp", scope: !29, file: !3, line: 26, baseType: !48, size: 64, offset: 384)
!48 = !DIDerivedType(tag: DW_TAG_volatile_type, baseType: !16)
!49 = !DIDerivedType(tag: DW_TAG_member, name: "lined", scope: !29, file: !3, line: 26, baseType: !50, size: 512, align: 512, offset: 512)
!50 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "lined", file: !3, line: 24, size: 512, align: 512, elements: !51)
!51 = !{!52}
!52 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !50, file: !3, line: 24, baseType: !6, size: 32)
!53 = !DIGlobalVariableExpression(var: !54, expr: !DIExpression())
!54 = distinct !DIGlobalVariable(name: "hello", scope: !2, file: !3, line: 36, type: !55, isLocal: false, isDefinition: true)
!55 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "text", file: !3, line: 27, size: 32, elements: !56)
!56 = !{!57, !58}
!57 = !DIDerivedType(tag: DW_TAG_member, name: "length", scope: !55, file: !3, line: 27, baseType: !6, size: 32)
!58 = !DIDerivedType(tag: DW_TAG_member, name: "bytes", scope: !55, file: !3, line: 27, baseType: !59, offset: 32)
!59 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, elements: !60)
!60 = !{!61}
!61 = !DISubrange(count: -1)
!62 = !DIGlobalVariableExpression(var: !63, expr: !DIExpression())
!63 = distinct !DIGlobalVariable(name: "middle", scope: !2, file: !3, line: 38, type: !64, isLocal: false, isDefinition: true)
!64 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !6, size: 64)
!65 = !DIGlobalVariableExpression(var: !66, expr: !DIExpression())
!66 = distinct !DIGlobalVariable(name: "distance", scope: !2, file: !3, line: 39, type: !16, isLocal: false, isDefinition: true)
!67 = !DIGlobalVariableExpression(var: !68, expr: !DIExpression())
!68 = distinct !DIGlobalVariable(name: "last", scope: !2, file: !3, line: 40, type: !69, isLocal: false, isDefinition: true)
!69 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !23, size: 64)
!70 = !DIGlobalVariableExpression(var: !71, expr: !DIExpression())
!71 = distinct !DIGlobalVariable(scope: null, file: !3, line: 41, type: !72, isLocal: true, isDefinition: true)
!72 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, size: 16, elements: !73)
!73 = !{!74}
!74 = !DISubrange(count: 2)
!75 = !DIGlobalVariableExpression(var: !76, expr: !DIExpression())
!76 = distinct !DIGlobalVariable(scope: null, file: !3, line: 41, type: !77, isLocal: true, isDefinition: true)
!77 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, size: 32, elements: !78)
!78 = !{!79}
!79 = !DISubrange(count: 4)
!80 = !DIGlobalVariableExpression(var: !81, expr: !DIExpression())
!81 = distinct !DIGlobalVariable(name: "words", scope: !2, file: !3, line: 41, type: !82, isLocal: false, isDefinition: true)
!82 = !DICompositeType(tag: DW_TAG_array_type, baseType: !83, size: 128, elements: !73)
!83 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !84)
!84 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !85, size: 64)
!85 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !23)
!86 = !DIGlobalVariableExpression(var: !87, expr: !DIExpression())
!87 = distinct !DIGlobalVariable(name: "mine", scope: !2, file: !3, line: 42, type: !6, isLocal: false, isDefinition: true)
!88 = !DIGlobalVariableExpression(var: !89, expr: !DIExpression())
!89 = distinct !DIGlobalVariable(name: "third", scope: !2, file: !3, line: 43, type: !90, isLocal: false, isDefinition: true)
!90 = !DIBasicType(name: "float", size: 32, encoding: DW_ATE_float)
!91 = !DIGlobalVariableExpression(var: !92, expr: !DIExpression())
!92 = distinct !DIGlobalVariable(name: "huge", scope: !2, file: !3, line: 44, type: !93, isLocal: false, isDefinition: true)
!93 = !DIBasicType(name: "__int128", size: 128, encoding: DW_ATE_signed)
!94 = !DIGlobalVariableExpression(var: !95, expr: !DIExpression())
!95 = distinct !DIGlobalVariable(name: "facts", scope: !2, file: !3, line: 47, type: !96, isLocal: false, isDefinition: true)
!96 = !DICompositeType(tag: DW_TAG_array_type, baseType: !97, size: 1472, elements: !99)
!97 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !98)
!98 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!99 = !{!100}
!100 = !DISubrange(count: 23)
!101 = !DIGlobalVariableExpression(var: !102, expr: !DIExpression())
!102 = distinct !DIGlobalVariable(name: "hidden", scope: !2, file: !3, line: 45, type: !103, isLocal: false, isDefinition: true)
!103 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !104, size: 64)
!104 = !DICompositeType(tag: DW_TAG_structure_type, name: "opaque", file: !3, line: 31, flags: DIFlagFwdDecl)
!105 = !DIGlobalVariableExpression(var: !106, expr: !DIExpression())
!106 = distinct !DIGlobalVariable(name: "table", scope: !2, file: !3, line: 37, type: !107, isLocal: true, isDefinition: true)
!107 = !DICompositeType(tag: DW_TAG_array_type, baseType: !6, size: 320, elements: !108)
!108 = !{!109}
!109 = !DISubrange(count: 10)
!110 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "node", file: !3, line: 10, size: 320, elements: !111)
!111 = !{!112, !114, !115, !116, !120, !122, !126}
!112 = !DIDerivedType(tag: DW_TAG_member, name: "next", scope: !110, file: !3, line: 11, baseType: !113, size: 64)
!113 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !110, size: 64)
!114 = !DIDerivedType(tag: DW_TAG_member, name: "ready", scope: !110, file: !3, line: 12, baseType: !6, size: 3, offset: 64, flags: DIFlagBitField, extraData: i64 64)
!115 = !DIDerivedType(tag: DW_TAG_member, name: "level", scope: !110, file: !3, line: 13, baseType: !12, size: 7, offset: 67, flags: DIFlagBitField, extraData: i64 64)
!116 = !DIDerivedType(tag: DW_TAG_member, name: "name", scope: !110, file: !3, line: 14, baseType: !117, size: 40, offset: 80)
!117 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, size: 40, elements: !118)
!118 = !{!119}
!119 = !DISubrange(count: 5)
!120 = !DIDerivedType(tag: DW_TAG_member, name: "count", scope: !110, file: !3, line: 15, baseType: !121, size: 32, offset: 128)
!121 = !DIDerivedType(tag: DW_TAG_atomic_type, baseType: !6)
!122 = !DIDerivedType(tag: DW_TAG_member, name: "run", scope: !110, file: !3, line: 16, baseType: !123, size: 64, offset: 192)
!123 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !124, size: 64)
!124 = !DISubroutineType(types: !125)
!125 = !{null, !6, !69, null}
!126 = !DIDerivedType(tag: DW_TAG_member, scope: !110, file: !3, line: 17, baseType: !127, size: 32, offset: 256)
!127 = distinct !DICompositeType(tag: DW_TAG_union_type, scope: !110, file: !3, line: 17, size: 32, elements: !128)
!128 = !{!129, !130, !131}
!129 = !DIDerivedType(tag: DW_TAG_member, name: "whole", scope: !127, file: !3, line: 18, baseType: !6, size: 32)
!130 = !DIDerivedType(tag: DW_TAG_member, name: "part", scope: !127, file: !3, line: 19, baseType: !90, size: 32)
!131 = !DIDerivedType(tag: DW_TAG_member, name: "halves", scope: !127, file: !3, line: 20, baseType: !132, size: 16)
!132 = distinct !DICompositeType(tag: DW_TAG_structure_type, scope: !127, file: !3, line: 20, size: 16, elements: !133)
!133 = !{!134, !136}
!134 = !DIDerivedType(tag: DW_TAG_member, name: "low", scope: !132, file: !3, line: 20, baseType: !135, size: 8)
!135 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!136 = !DIDerivedType(tag: DW_TAG_member, name: "high", scope: !132, file: !3, line: 20, baseType: !135, size: 8, offset: 8)
!137 = !{i32 7, !"Dwarf Version", i32 5}
!138 = !{i32 2, !"Debug Info Version", i32 3}
!139 = !{i32 1, !"wchar_size", i32 4}
!140 = !{i32 7, !"uwtable", i32 2}
!141 = !{i32 7, !"frame-pointer", i32 2}
!142 = distinct !DISubprogram(name: "use", scope: !3, file: !3, line: 57, type: !143, scopeLine: 58, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition, unit: !2, retainedNodes: !166)
!143 = !DISubroutineType(types: !144)
!144 = !{!16, !113, !145, !146, !152, !153, !160, !35}
!145 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !20, size: 64)
!146 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !147, size: 64)
!147 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "wide", file: !3, line: 25, size: 384, elements: !148)
!148 = !{!149, !150, !151}
!149 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !147, file: !3, line: 25, baseType: !23, size: 8)
!150 = !DIDerivedType(tag: DW_TAG_member, name: "big", scope: !147, file: !3, line: 25, baseType: !93, size: 128, offset: 128)
!151 = !DIDerivedType(tag: DW_TAG_member, name: "tail", scope: !147, file: !3, line: 25, baseType: !16, size: 64, offset: 256)
!152 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !29, size: 64)
!153 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !154, size: 64)
!154 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "quads", file: !3, line: 29, size: 256, elements: !155)
!155 = !{!156, !157}
!156 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !154, file: !3, line: 29, baseType: !23, size: 8)
!157 = !DIDerivedType(tag: DW_TAG_member, name: "lanes", scope: !154, file: !3, line: 29, baseType: !158, size: 128, offset: 128)
!158 = !DIDerivedType(tag: DW_TAG_typedef, name: "quad", file: !3, line: 28, baseType: !159)
!159 = !DICompositeType(tag: DW_TAG_array_type, baseType: !6, size: 128, flags: DIFlagVector, elements: !78)
!160 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !161, size: 64)
!161 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "odd", file: !3, line: 30, size: 128, elements: !162)
!162 = !{!163, !165}
!163 = !DIDerivedType(tag: DW_TAG_member, name: "bits", scope: !161, file: !3, line: 30, baseType: !164, size: 64)
!164 = !DIBasicType(name: "unsigned _BitInt", size: 64, encoding: DW_ATE_unsigned)
!165 = !DIDerivedType(tag: DW_TAG_member, name: "end", scope: !161, file: !3, line: 30, baseType: !23, size: 8, offset: 64)
!166 = !{}
!167 = !DILocalVariable(name: "n", arg: 1, scope: !142, file: !3, line: 57, type: !113)
!168 = !DILocation(line: 57, column: 23, scope: !142)
!169 = !DILocalVariable(name: "p", arg: 2, scope: !142, file: !3, line: 57, type: !145)
!170 = !DILocation(line: 57, column: 41, scope: !142)
!171 = !DILocalVariable(name: "w", arg: 3, scope: !142, file: !3, line: 57, type: !146)
!172 = !DILocation(line: 57, column: 57, scope: !142)
!173 = !DILocalVariable(name: "m", arg: 4, scope: !142, file: !3, line: 57, type: !152)
!174 = !DILocation(line: 57, column: 74, scope: !142)
!175 = !DILocalVariable(name: "q", arg: 5, scope: !142, file: !3, line: 57, type: !153)
!176 = !DILocation(line: 57, column: 91, scope: !142)
!177 = !DILocalVariable(name: "o", arg: 6, scope: !142, file: !3, line: 57, type: !160)
!178 = !DILocation(line: 57, column: 106, scope: !142)
!179 = !DILocalVariable(name: "at", arg: 7, scope: !142, file: !3, line: 57, type: !35)
!180 = !DILocation(line: 57, column: 115, scope: !142)
!181 = !DILocalVariable(name: "size", scope: !142, file: !3, line: 59, type: !6)
!182 = !DILocation(line: 59, column: 6, scope: !142)
!183 = !DILocation(line: 59, column: 16, scope: !142)
!184 = !DILocation(line: 59, column: 13, scope: !142)
!185 = !DILocation(line: 59, column: 18, scope: !142)
!186 = !DILocation(line: 60, column: 12, scope: !142)
!187 = !DILocation(line: 60, column: 2, scope: !142)
!188 = !DILocalVariable(name: "__vla_expr0", scope: !142, type: !98, flags: DIFlagArtificial)
!189 = !DILocation(line: 0, scope: !142)
!190 = !DILocalVariable(name: "room", scope: !142, file: !3, line: 60, type: !191)
!191 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, elements: !192)
!192 = !{!193}
!193 = !DISubrange(count: !188)
!194 = !DILocation(line: 60, column: 7, scope: !142)
!195 = !DILocalVariable(name: "i", scope: !196, file: !3, line: 62, type: !6)
!196 = distinct !DILexicalBlock(scope: !142, file: !3, line: 62, column: 2)
!197 = !DILocation(line: 62, column: 11, scope: !196)
!198 = !DILocation(line: 62, column: 7, scope: !196)
!199 = !DILocation(line: 62, column: 18, scope: !200)
!200 = distinct !DILexicalBlock(scope: !196, file: !3, line: 62, column: 2)
!201 = !DILocation(line: 62, column: 20, scope: !200)
!202 = !DILocation(line: 62, column: 2, scope: !196)
!203 = !DILocalVariable(name: "size", scope: !204, file: !3, line: 63, type: !6)
!204 = distinct !DILexicalBlock(scope: !200, file: !3, line: 62, column: 30)
!205 = !DILocation(line: 63, column: 7, scope: !204)
!206 = !DILocation(line: 63, column: 14, scope: !204)
!207 = !DILocation(line: 64, column: 16, scope: !204)
!208 = !DILocation(line: 64, column: 19, scope: !204)
!209 = !DILocation(line: 64, column: 27, scope: !204)
!210 = !DILocation(line: 64, column: 30, scope: !204)
!211 = !DILocation(line: 64, column: 37, scope: !204)
!212 = !DILocation(line: 64, column: 25, scope: !204)
!213 = !DILocation(line: 64, column: 8, scope: !204)
!214 = !DILocation(line: 64, column: 3, scope: !204)
!215 = !DILocation(line: 64, column: 14, scope: !204)
!216 = !DILocation(line: 65, column: 2, scope: !204)
!217 = !DILocation(line: 62, column: 26, scope: !200)
!218 = !DILocation(line: 62, column: 2, scope: !200)
!219 = distinct !{!219, !202, !220, !221}
!220 = !DILocation(line: 65, column: 2, scope: !196)
!221 = !{!"llvm.loop.mustprogress"}
!222 = !DILocation(line: 66, column: 9, scope: !142)
!223 = !DILocation(line: 66, column: 19, scope: !142)
!224 = !DILocation(line: 66, column: 22, scope: !142)
!225 = !DILocation(line: 66, column: 17, scope: !142)
!226 = !DILocation(line: 66, column: 29, scope: !142)
!227 = !DILocation(line: 66, column: 32, scope: !142)
!228 = !DILocation(line: 66, column: 27, scope: !142)
!229 = !DILocation(line: 66, column: 39, scope: !142)
!230 = !DILocation(line: 66, column: 42, scope: !142)
!231 = !DILocation(line: 66, column: 48, scope: !142)
!232 = !DILocation(line: 66, column: 37, scope: !142)
!233 = !DILocation(line: 66, column: 56, scope: !142)
!234 = !DILocation(line: 66, column: 59, scope: !142)
!235 = !DILocation(line: 66, column: 54, scope: !142)
!236 = !DILocation(line: 66, column: 70, scope: !142)
!237 = !DILocation(line: 66, column: 73, scope: !142)
!238 = !DILocation(line: 66, column: 68, scope: !142)
!239 = !DILocation(line: 66, column: 80, scope: !142)
!240 = !DILocation(line: 66, column: 83, scope: !142)
!241 = !DILocation(line: 66, column: 78, scope: !142)
!242 = !DILocation(line: 66, column: 87, scope: !142)
!243 = !DILocation(line: 67, column: 1, scope: !142)
