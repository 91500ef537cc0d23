; ModuleID = 'shapes.c'
source_filename = "shapes.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

%struct.packed = type <{ i8, i32, i64 }>
%struct.mixed = type { i8, [3 x %struct.point], i32, double, %struct.packed, i64, [8 x i8], %struct.lined }
%struct.point = type { i16, i16 }
%struct.lined = type { i32, [60 x i8] }
%struct.node = type { ptr, i16, [5 x i8], i32, ptr, %union.anon }
%union.anon = type { i32 }
%struct.anon = type { i8, i8 }
%struct.wide = type { i8, [15 x i8], i128, i64, [8 x i8] }
%struct.quads = type { i8, <4 x i32> }
%struct.odd = type { i37, i8 }

@head = dso_local global { ptr, i8, i8, [5 x i8], i32, ptr, { float } } { ptr @head, i8 79, i8 0, [5 x i8] c"ab\22\\\00", i32 3, ptr null, { float } { float 5.000000e-01 } }, align 8, !dbg !0
@packed = dso_local global %struct.packed <{ i8 1, i32 -2, i64 3 }>, align 1, !dbg !16
@mixed = dso_local global %struct.mixed { i8 1, [3 x %struct.point] [%struct.point { i16 1, i16 2 }, %struct.point { i16 3, i16 4 }, %struct.point zeroinitializer], i32 -1, double 1.500000e+00, %struct.packed <{ i8 7, i32 8, i64 9 }>, i64 10, [8 x i8] undef, %struct.lined { i32 11, [60 x i8] undef } }, align 64, !dbg !25
@hello = dso_local global <{ i32, [6 x i8] }> <{ i32 5, [6 x i8] c"hello\00" }>, align 4, !dbg !52
@table = internal global [10 x i32] [i32 1, i32 2, i32 3, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0], align 16, !dbg !104
@middle = dso_local global ptr getelementptr (i8, ptr @table, i64 12), align 8, !dbg !61
@distance = dso_local global i64 ptrtoint (ptr getelementptr (i8, ptr @table, i64 16) to i64), align 8, !dbg !64
@last = dso_local global ptr getelementptr (i8, ptr @mixed, i64 13), align 8, !dbg !66
@.str = private unnamed_addr constant [2 x i8] c"a\00", align 1, !dbg !69
@.str.2 = private unnamed_addr constant [4 x i8] c"b\0A\FF\00", align 1, !dbg !74
@words = dso_local constant [2 x ptr] [ptr @.str, ptr @.str.2], align 16, !dbg !79
@mine = dso_local thread_local global i32 4, align 4, !dbg !85
@third = dso_local global float 0x3FD5555560000000, align 4, !dbg !87
@huge = dso_local global i128 1267650600228229401496703205376, align 16, !dbg !90
@facts = dso_local constant [23 x i64] [i64 4, i64 40, i64 13, i64 64, i64 48, i64 128, i64 4, i64 32, i64 16, i64 10, i64 16, i64 24, i64 33, i64 5, i64 16, i64 32, i64 8, i64 16, i64 33, i64 48, i64 64, i64 16, i64 8], align 16, !dbg !93
@hidden = dso_local global ptr null, align 8, !dbg !100

; Function Attrs: noinline nounwind uwtable
define dso_local i64 @use(ptr noundef %n, ptr noundef %p, ptr noundef %w, ptr noundef %m, ptr noundef %q, ptr noundef %o, i32 %at.coerce) #0 !dbg !141 {
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
  call void @llvm.dbg.declare(metadata ptr %n.addr, metadata !166, metadata !DIExpression()), !dbg !167
  store ptr %p, ptr %p.addr, align 8
  call void @llvm.dbg.declare(metadata ptr %p.addr, metadata !168, metadata !DIExpression()), !dbg !169
  store ptr %w, ptr %w.addr, align 8
  call void @llvm.dbg.declare(metadata ptr %w.addr, metadata !170, metadata !DIExpression()), !dbg !171
  store ptr %m, ptr %m.addr, align 8
  call void @llvm.dbg.declare(metadata ptr %m.addr, metadata !172, metadata !DIExpression()), !dbg !173
  store ptr %q, ptr %q.addr, align 8
  call void @llvm.dbg.declare(metadata ptr %q.addr, metadata !174, metadata !DIExpression()), !dbg !175
  store ptr %o, ptr %o.addr, align 8
  call void @llvm.dbg.declare(metadata ptr %o.addr, metadata !176, metadata !DIExpression()), !dbg !177
  call void @llvm.dbg.declare(metadata ptr %at, metadata !178, metadata !DIExpression()), !dbg !179
  call void @llvm.dbg.declare(metadata ptr %size, metadata !180, metadata !DIExpression()), !dbg !181
  %x = getelementptr inbounds %struct.point, ptr %at, i32 0, i32 0, !dbg !182
  %0 = load i16, ptr %x, align 2, !dbg !182
  %conv = sext i16 %0 to i32, !dbg !183
  %add = add nsw i32 %conv, 40, !dbg !184
  store i32 %add, ptr %size, align 4, !dbg !181
  %1 = load i32, ptr %size, align 4, !dbg !185
  %2 = zext i32 %1 to i64, !dbg !186
  %3 = call ptr @llvm.stacksave(), !dbg !186
  store ptr %3, ptr %saved_stack, align 8, !dbg !186
  %vla = alloca i8, i64 %2, align 16, !dbg !186
  store i64 %2, ptr %__vla_expr0, align 8, !dbg !186
  call void @llvm.dbg.declare(metadata ptr %__vla_expr0, metadata !187, metadata !DIExpression()), !dbg !188
  call void @llvm.dbg.declare(metadata ptr %vla, metadata !189, metadata !DIExpression()), !dbg !193
  call void @llvm.dbg.declare(metadata ptr %i, metadata !194, metadata !DIExpression()), !dbg !196
  store i32 0, ptr %i, align 4, !dbg !196
  br label %for.cond, !dbg !197

for.cond:                                         ; preds = %for.inc, %entry
  %4 = load i32, ptr %i, align 4, !dbg !198
  %cmp = icmp slt i32 %4, 2, !dbg !200
  br i1 %cmp, label %for.body, label %for.end, !dbg !201

for.body:                                         ; preds = %for.cond
  call void @llvm.dbg.declare(metadata ptr %size2, metadata !202, metadata !DIExpression()), !dbg !204
  %5 = load i32, ptr %i, align 4, !dbg !205
  store i32 %5, ptr %size2, align 4, !dbg !204
  %6 = load ptr, ptr %n.addr, align 8, !dbg !206
  %level = getelementptr inbounds %struct.node, ptr %6, i32 0, i32 1, !dbg !207
  %bf.load = load i16, ptr %level, align 8, !dbg !207
  %bf.lshr = lshr i16 %bf.load, 3, !dbg !207
  %bf.clear = and i16 %bf.lshr, 127, !dbg !207
  %bf.cast = zext i16 %bf.clear to i32, !dbg !207
  %7 = load ptr, ptr %n.addr, align 8, !dbg !208
  %8 = getelementptr inbounds %struct.node, ptr %7, i32 0, i32 5, !dbg !209
  %high = getelementptr inbounds %struct.anon, ptr %8, i32 0, i32 1, !dbg !210
  %9 = load i8, ptr %high, align 1, !dbg !210
  %conv3 = zext i8 %9 to i32, !dbg !208
  %add4 = add nsw i32 %bf.cast, %conv3, !dbg !211
  %conv5 = trunc i32 %add4 to i8, !dbg !206
  %10 = load i32, ptr %size2, align 4, !dbg !212
  %idxprom = sext i32 %10 to i64, !dbg !213
  %arrayidx = getelementptr inbounds i8, ptr %vla, i64 %idxprom, !dbg !213
  store i8 %conv5, ptr %arrayidx, align 1, !dbg !214
  br label %for.inc, !dbg !215

for.inc:                                          ; preds = %for.body
  %11 = load i32, ptr %i, align 4, !dbg !216
  %inc = add nsw i32 %11, 1, !dbg !216
  store i32 %inc, ptr %i, align 4, !dbg !216
  br label %for.cond, !dbg !217, !llvm.loop !218

for.end:                                          ; preds = %for.cond
  %arrayidx6 = getelementptr inbounds i8, ptr %vla, i64 0, !dbg !221
  %12 = load i8, ptr %arrayidx6, align 16, !dbg !221
  %conv7 = sext i8 %12 to i64, !dbg !221
  %13 = load ptr, ptr %p.addr, align 8, !dbg !222
  %wide = getelementptr inbounds %struct.packed, ptr %13, i32 0, i32 2, !dbg !223
  %14 = load i64, ptr %wide, align 1, !dbg !223
  %add8 = add nsw i64 %conv7, %14, !dbg !224
  %15 = load ptr, ptr %w.addr, align 8, !dbg !225
  %tail = getelementptr inbounds %struct.wide, ptr %15, i32 0, i32 3, !dbg !226
  %16 = load i64, ptr %tail, align 16, !dbg !226
  %add9 = add nsw i64 %add8, %16, !dbg !227
  %17 = load ptr, ptr %m.addr, align 8, !dbg !228
  %lined = getelementptr inbounds %struct.mixed, ptr %17, i32 0, i32 7, !dbg !229
  %value = getelementptr inbounds %struct.lined, ptr %lined, i32 0, i32 0, !dbg !230
  %18 = load i32, ptr %value, align 64, !dbg !230
  %conv10 = sext i32 %18 to i64, !dbg !228
  %add11 = add nsw i64 %add9, %conv10, !dbg !231
  %19 = load ptr, ptr %q.addr, align 8, !dbg !232
  %lanes = getelementptr inbounds %struct.quads, ptr %19, i32 0, i32 1, !dbg !233
  %20 = load <4 x i32>, ptr %lanes, align 16, !dbg !233
  %vecext = extractelement <4 x i32> %20, i32 1, !dbg !233
  %conv12 = sext i32 %vecext to i64, !dbg !232
  %add13 = add nsw i64 %add11, %conv12, !dbg !234
  %21 = load ptr, ptr %o.addr, align 8, !dbg !235
  %bits = getelementptr inbounds %struct.odd, ptr %21, i32 0, i32 0, !dbg !236
  %22 = load i37, ptr %bits, align 8, !dbg !236
  %conv14 = zext i37 %22 to i64, !dbg !235
  %add15 = add nsw i64 %add13, %conv14, !dbg !237
  %23 = load ptr, ptr %o.addr, align 8, !dbg !238
  %end = getelementptr inbounds %struct.odd, ptr %23, i32 0, i32 1, !dbg !239
  %24 = load i8, ptr %end, align 8, !dbg !239
  %conv16 = sext i8 %24 to i64, !dbg !238
  %add17 = add nsw i64 %add15, %conv16, !dbg !240
  %add18 = add i64 %add17, 4, !dbg !241
  %25 = load ptr, ptr %saved_stack, align 8, !dbg !242
  call void @llvm.stackrestore(ptr %25), !dbg !242
  ret i64 %add18, !dbg !242
}

; Function Attrs: nocallback nofree nosync nounwind readnone speculatable willreturn
declare void @llvm.dbg.declare(metadata, metadata, metadata) #1

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare ptr @llvm.stacksave() #2

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare void @llvm.stackrestore(ptr) #2

attributes #0 = { noinline nounwind uwtable "frame-pointer"="all" "min-legal-vector-width"="0" "no-builtins" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { nocallback nofree nosync nounwind readnone speculatable willreturn }
attributes #2 = { nocallback nofree nosync nounwind willreturn }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!136, !137, !138, !139, !140}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "head", scope: !2, file: !3, line: 33, type: !109, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C99, file: !3, isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug, enums: !4, globals: !15, splitDebugInlining: false, nameTableKind: None)
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
!15 = !{!0, !16, !25, !52, !61, !64, !66, !69, !74, !79, !85, !87, !90, !93, !100, !104}
!16 = !DIGlobalVariableExpression(var: !17, expr: !DIExpression())
!17 = distinct !DIGlobalVariable(name: "packed", scope: !2, file: !3, line: 34, type: !18, isLocal: false, isDefinition: true)
!18 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "packed", file: !3, line: 23, size: 104, elements: !19)
!19 = !{!20, !22, !23}
!20 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !18, file: !3, line: 23, baseType: !21, size: 8)
!21 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!22 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !18, file: !3, line: 23, baseType: !6, size: 32, offset: 8)
!23 = !DIDerivedType(tag: DW_TAG_member, name: "wide", scope: !18, file: !3, line: 23, baseType: !24, size: 64, offset: 40)
!24 = !DIBasicType(name: "long long", size: 64, encoding: DW_ATE_signed)
!25 = !DIGlobalVariableExpression(var: !26, expr: !DIExpression())
!26 = distinct !DIGlobalVariable(name: "mixed", scope: !2, file: !3, line: 35, type: !27, isLocal: false, isDefinition: true)
!27 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "mixed", file: !3, line: 26, size: 1024, elements: !28)
!28 = !{!29, !31, !41, !42, !44, !45, !48}
!29 = !DIDerivedType(tag: DW_TAG_member, name: "flag", scope: !27, file: !3, line: 26, baseType: !30, size: 8)
!30 = !DIBasicType(name: "bool", size: 8, encoding: DW_ATE_boolean)
!31 = !DIDerivedType(tag: DW_TAG_member, name: "at", scope: !27, file: !3, line: 26, baseType: !32, size: 96, offset: 16)
!32 = !DICompositeType(tag: DW_TAG_array_type, baseType: !33, size: 96, elements: !39)
!33 = !DIDerivedType(tag: DW_TAG_typedef, name: "point", file: !3, line: 9, baseType: !34)
!34 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !3, line: 9, size: 32, elements: !35)
!35 = !{!36, !38}
!36 = !DIDerivedType(tag: DW_TAG_member, name: "x", scope: !34, file: !3, line: 9, baseType: !37, size: 16)
!37 = !DIBasicType(name: "short", size: 16, encoding: DW_ATE_signed)
!38 = !DIDerivedType(tag: DW_TAG_member, name: "y", scope: !34, file: !3, line: 9, baseType: !37, size: 16, offset: 16)
!39 = !{!40}
!40 = !DISubrange(count: 3)
!41 = !DIDerivedType(tag: DW_TAG_member, name: "colour", scope: !27, file: !3, line: 26, baseType: !5, size: 32, offset: 128)
!42 = !DIDerivedType(tag: DW_TAG_member, name: "weight", scope: !27, file: !3, line: 26, baseType: !43, size: 64, offset: 192)
!43 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!44 = !DIDerivedType(tag: DW_TAG_member, name: "packed", scope: !27, file: !3, line: 26, baseType: !18, size: 104, offset: 256)
!45 = !DIDerivedType(tag: DW_TAG_member, name: "stamp", scope: !27, file: !3, line: 26, baseType: !46, size: 64, offset: 384)
!46 = !DIDerivedType(tag: DW_TAG_volatile_type, baseType: !47)
!47 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!48 = !DIDerivedType(tag: DW_TAG_member, name: "lined", scope: !27, file: !3, line: 26, baseType: !49, size: 512, align: 512, offset: 512)
!49 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "lined", file: !3, line: 24, size: 512, align: 512, elements: !50)
!50 = !{!51}
!51 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !49, file: !3, line: 24, baseType: !6, size: 32)
!52 = !DIGlobalVariableExpression(var: !53, expr: !DIExpression())
!53 = distinct !DIGlobalVariable(name: "hello", scope: !2, file: !3, line: 36, type: !54, isLocal: false, isDefinition: true)
!54 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "text", file: !3, line: 27, size: 32, elements: !55)
!55 = !{!56, !57}
!56 = !DIDerivedType(tag: DW_TAG_member, name: "length", scope: !54, file: !3, line: 27, baseType: !6, size: 32)
!57 = !DIDerivedType(tag: DW_TAG_member, name: "bytes", scope: !54, file: !3, line: 27, baseType: !58, offset: 32)
!58 = !DICompositeType(tag: DW_TAG_array_type, baseType: !21, elements: !59)
!59 = !{!60}
!60 = !DISubrange(count: -1)
!61 = !DIGlobalVariableExpression(var: !62, expr: !DIExpression())
!62 = distinct !DIGlobalVariable(name: "middle", scope: !2, file: !3, line: 38, type: !63, isLocal: false, isDefinition: true)
!63 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !6, size: 64)
!64 = !DIGlobalVariableExpression(var: !65, expr: !DIExpression())
!65 = distinct !DIGlobalVariable(name: "distance", scope: !2, file: !3, line: 39, type: !47, isLocal: false, isDefinition: true)
!66 = !DIGlobalVariableExpression(var: !67, expr: !DIExpression())
!67 = distinct !DIGlobalVariable(name: "last", scope: !2, file: !3, line: 40, type: !68, isLocal: false, isDefinition: true)
!68 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !21, size: 64)
!69 = !DIGlobalVariableExpression(var: !70, expr: !DIExpression())
!70 = distinct !DIGlobalVariable(scope: null, file: !3, line: 41, type: !71, isLocal: true, isDefinition: true)
!71 = !DICompositeType(tag: DW_TAG_array_type, baseType: !21, size: 16, elements: !72)
!72 = !{!73}
!73 = !DISubrange(count: 2)
!74 = !DIGlobalVariableExpression(var: !75, expr: !DIExpression())
!75 = distinct !DIGlobalVariable(scope: null, file: !3, line: 41, type: !76, isLocal: true, isDefinition: true)
!76 = !DICompositeType(tag: DW_TAG_array_type, baseType: !21, size: 32, elements: !77)
!77 = !{!78}
!78 = !DISubrange(count: 4)
!79 = !DIGlobalVariableExpression(var: !80, expr: !DIExpression())
!80 = distinct !DIGlobalVariable(name: "words", scope: !2, file: !3, line: 41, type: !81, isLocal: false, isDefinition: true)
!81 = !DICompositeType(tag: DW_TAG_array_type, baseType: !82, size: 128, elements: !72)
!82 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !83)
!83 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !84, size: 64)
!84 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !21)
!85 = !DIGlobalVariableExpression(var: !86, expr: !DIExpression())
!86 = distinct !DIGlobalVariable(name: "mine", scope: !2, file: !3, line: 42, type: !6, isLocal: false, isDefinition: true)
!87 = !DIGlobalVariableExpression(var: !88, expr: !DIExpression())
!88 = distinct !DIGlobalVariable(name: "third", scope: !2, file: !3, line: 43, type: !89, isLocal: false, isDefinition: true)
!89 = !DIBasicType(name: "float", size: 32, encoding: DW_ATE_float)
!90 = !DIGlobalVariableExpression(var: !91, expr: !DIExpression())
!91 = distinct !DIGlobalVariable(name: "huge", scope: !2, file: !3, line: 44, type: !92, isLocal: false, isDefinition: true)
!92 = !DIBasicType(name: "__int128", size: 128, encoding: DW_ATE_signed)
!93 = !DIGlobalVariableExpression(var: !94, expr: !DIExpression())
!94 = distinct !DIGlobalVariable(name: "facts", scope: !2, file: !3, line: 47, type: !95, isLocal: false, isDefinition: true)
!95 = !DICompositeType(tag: DW_TAG_array_type, baseType: !96, size: 1472, elements: !98)
!96 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !97)
!97 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!98 = !{!99}
!99 = !DISubrange(count: 23)
!100 = !DIGlobalVariableExpression(var: !101, expr: !DIExpression())
!101 = distinct !DIGlobalVariable(name: "hidden", scope: !2, file: !3, line: 45, type: !102, isLocal: false, isDefinition: true)
!102 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !103, size: 64)
!103 = !DICompositeType(tag: DW_TAG_structure_type, name: "opaque", file: !3, line: 31, flags: DIFlagFwdDecl)
!104 = !DIGlobalVariableExpression(var: !105, expr: !DIExpression())
!105 = distinct !DIGlobalVariable(name: "table", scope: !2, file: !3, line: 37, type: !106, isLocal: true, isDefinition: true)
!106 = !DICompositeType(tag: DW_TAG_array_type, baseType: !6, size: 320, elements: !107)
!107 = !{!108}
!108 = !DISubrange(count: 10)
!109 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "node", file: !3, line: 10, size: 320, elements: !110)
!110 = !{!111, !113, !114, !115, !119, !121, !125}
!111 = !DIDerivedType(tag: DW_TAG_member, name: "next", scope: !109, file: !3, line: 11, baseType: !112, size: 64)
!112 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !109, size: 64)
!113 = !DIDerivedType(tag: DW_TAG_member, name: "ready", scope: !109, file: !3, line: 12, baseType: !6, size: 3, offset: 64, flags: DIFlagBitField, extraData: i64 64)
!114 = !DIDerivedType(tag: DW_TAG_member, name: "level", scope: !109, file: !3, line: 13, baseType: !12, size: 7, offset: 67, flags: DIFlagBitField, extraData: i64 64)
!115 = !DIDerivedType(tag: DW_TAG_member, name: "name", scope: !109, file: !3, line: 14, baseType: !116, size: 40, offset: 80)
!116 = !DICompositeType(tag: DW_TAG_array_type, baseType: !21, size: 40, elements: !117)
!117 = !{!118}
!118 = !DISubrange(count: 5)
!119 = !DIDerivedType(tag: DW_TAG_member, name: "count", scope: !109, file: !3, line: 15, baseType: !120, size: 32, offset: 128)
!120 = !DIDerivedType(tag: DW_TAG_atomic_type, baseType: !6)
!121 = !DIDerivedType(tag: DW_TAG_member, name: "run", scope: !109, file: !3, line: 16, baseType: !122, size: 64, offset: 192)
!122 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !123, size: 64)
!123 = !DISubroutineType(types: !124)
!124 = !{null, !6, !68, null}
!125 = !DIDerivedType(tag: DW_TAG_member, scope: !109, file: !3, line: 17, baseType: !126, size: 32, offset: 256)
!126 = distinct !DICompositeType(tag: DW_TAG_union_type, scope: !109, file: !3, line: 17, size: 32, elements: !127)
!127 = !{!128, !129, !130}
!128 = !DIDerivedType(tag: DW_TAG_member, name: "whole", scope: !126, file: !3, line: 18, baseType: !6, size: 32)
!129 = !DIDerivedType(tag: DW_TAG_member, name: "part", scope: !126, file: !3, line: 19, baseType: !89, size: 32)
!130 = !DIDerivedType(tag: DW_TAG_member, name: "halves", scope: !126, file: !3, line: 20, baseType: !131, size: 16)
!131 = distinct !DICompositeType(tag: DW_TAG_structure_type, scope: !126, file: !3, line: 20, size: 16, elements: !132)
!132 = !{!133, !135}
!133 = !DIDerivedType(tag: DW_TAG_member, name: "low", scope: !131, file: !3, line: 20, baseType: !134, size: 8)
!134 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!135 = !DIDerivedType(tag: DW_TAG_member, name: "high", scope: !131, file: !3, line: 20, baseType: !134, size: 8, offset: 8)
!136 = !{i32 7, !"Dwarf Version", i32 5}
!137 = !{i32 2, !"Debug Info Version", i32 3}
!138 = !{i32 1, !"wchar_size", i32 4}
!139 = !{i32 7, !"uwtable", i32 2}
!140 = !{i32 7, !"frame-pointer", i32 2}
!141 = distinct !DISubprogram(name: "use", scope: !3, file: !3, line: 57, type: !142, scopeLine: 58, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition, unit: !2, retainedNodes: !165)
!142 = !DISubroutineType(types: !143)
!143 = !{!47, !112, !144, !145, !151, !152, !159, !33}
!144 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !18, size: 64)
!145 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !146, size: 64)
!146 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "wide", file: !3, line: 25, size: 384, elements: !147)
!147 = !{!148, !149, !150}
!148 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !146, file: !3, line: 25, baseType: !21, size: 8)
!149 = !DIDerivedType(tag: DW_TAG_member, name: "big", scope: !146, file: !3, line: 25, baseType: !92, size: 128, offset: 128)
!150 = !DIDerivedType(tag: DW_TAG_member, name: "tail", scope: !146, file: !3, line: 25, baseType: !47, size: 64, offset: 256)
!151 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !27, size: 64)
!152 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !153, size: 64)
!153 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "quads", file: !3, line: 29, size: 256, elements: !154)
!154 = !{!155, !156}
!155 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !153, file: !3, line: 29, baseType: !21, size: 8)
!156 = !DIDerivedType(tag: DW_TAG_member, name: "lanes", scope: !153, file: !3, line: 29, baseType: !157, size: 128, offset: 128)
!157 = !DIDerivedType(tag: DW_TAG_typedef, name: "quad", file: !3, line: 28, baseType: !158)
!158 = !DICompositeType(tag: DW_TAG_array_type, baseType: !6, size: 128, flags: DIFlagVector, elements: !77)
!159 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !160, size: 64)
!160 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "odd", file: !3, line: 30, size: 128, elements: !161)
!161 = !{!162, !164}
!162 = !DIDerivedType(tag: DW_TAG_member, name: "bits", scope: !160, file: !3, line: 30, baseType: !163, size: 64)
!163 = !DIBasicType(name: "unsigned _BitInt", size: 64, encoding: DW_ATE_unsigned)
!164 = !DIDerivedType(tag: DW_TAG_member, name: "end", scope: !160, file: !3, line: 30, baseType: !21, size: 8, offset: 64)
!165 = !{}
!166 = !DILocalVariable(name: "n", arg: 1, scope: !141, file: !3, line: 57, type: !112)
!167 = !DILocation(line: 57, column: 23, scope: !141)
!168 = !DILocalVariable(name: "p", arg: 2, scope: !141, file: !3, line: 57, type: !144)
!169 = !DILocation(line: 57, column: 41, scope: !141)
!170 = !DILocalVariable(name: "w", arg: 3, scope: !141, file: !3, line: 57, type: !145)
!171 = !DILocation(line: 57, column: 57, scope: !141)
!172 = !DILocalVariable(name: "m", arg: 4, scope: !141, file: !3, line: 57, type: !151)
!173 = !DILocation(line: 57, column: 74, scope: !141)
!174 = !DILocalVariable(name: "q", arg: 5, scope: !141, file: !3, line: 57, type: !152)
!175 = !DILocation(line: 57, column: 91, scope: !141)
!176 = !DILocalVariable(name: "o", arg: 6, scope: !141, file: !3, line: 57, type: !159)
!177 = !DILocation(line: 57, column: 106, scope: !141)
!178 = !DILocalVariable(name: "at", arg: 7, scope: !141, file: !3, line: 57, type: !33)
!179 = !DILocation(line: 57, column: 115, scope: !141)
!180 = !DILocalVariable(name: "size", scope: !141, file: !3, line: 59, type: !6)
!181 = !DILocation(line: 59, column: 6, scope: !141)
!182 = !DILocation(line: 59, column: 16, scope: !141)
!183 = !DILocation(line: 59, column: 13, scope: !141)
!184 = !DILocation(line: 59, column: 18, scope: !141)
!185 = !DILocation(line: 60, column: 12, scope: !141)
!186 = !DILocation(line: 60, column: 2, scope: !141)
!187 = !DILocalVariable(name: "__vla_expr0", scope: !141, type: !97, flags: DIFlagArtificial)
!188 = !DILocation(line: 0, scope: !141)
!189 = !DILocalVariable(name: "room", scope: !141, file: !3, line: 60, type: !190)
!190 = !DICompositeType(tag: DW_TAG_array_type, baseType: !21, elements: !191)
!191 = !{!192}
!192 = !DISubrange(count: !187)
!193 = !DILocation(line: 60, column: 7, scope: !141)
!194 = !DILocalVariable(name: "i", scope: !195, file: !3, line: 62, type: !6)
!195 = distinct !DILexicalBlock(scope: !141, file: !3, line: 62, column: 2)
!196 = !DILocation(line: 62, column: 11, scope: !195)
!197 = !DILocation(line: 62, column: 7, scope: !195)
!198 = !DILocation(line: 62, column: 18, scope: !199)
!199 = distinct !DILexicalBlock(scope: !195, file: !3, line: 62, column: 2)
!200 = !DILocation(line: 62, column: 20, scope: !199)
!201 = !DILocation(line: 62, column: 2, scope: !195)
!202 = !DILocalVariable(name: "size", scope: !203, file: !3, line: 63, type: !6)
!203 = distinct !DILexicalBlock(scope: !199, file: !3, line: 62, column: 30)
!204 = !DILocation(line: 63, column: 7, scope: !203)
!205 = !DILocation(line: 63, column: 14, scope: !203)
!206 = !DILocation(line: 64, column: 16, scope: !203)
!207 = !DILocation(line: 64, column: 19, scope: !203)
!208 = !DILocation(line: 64, column: 27, scope: !203)
!209 = !DILocation(line: 64, column: 30, scope: !203)
!210 = !DILocation(line: 64, column: 37, scope: !203)
!211 = !DILocation(line: 64, column: 25, scope: !203)
!212 = !DILocation(line: 64, column: 8, scope: !203)
!213 = !DILocation(line: 64, column: 3, scope: !203)
!214 = !DILocation(line: 64, column: 14, scope: !203)
!215 = !DILocation(line: 65, column: 2, scope: !203)
!216 = !DILocation(line: 62, column: 26, scope: !199)
!217 = !DILocation(line: 62, column: 2, scope: !199)
!218 = distinct !{!218, !201, !219, !220}
!219 = !DILocation(line: 65, column: 2, scope: !195)
!220 = !{!"llvm.loop.mustprogress"}
!221 = !DILocation(line: 66, column: 9, scope: !141)
!222 = !DILocation(line: 66, column: 19, scope: !141)
!223 = !DILocation(line: 66, column: 22, scope: !141)
!224 = !DILocation(line: 66, column: 17, scope: !141)
!225 = !DILocation(line: 66, column: 29, scope: !141)
!226 = !DILocation(line: 66, column: 32, scope: !141)
!227 = !DILocation(line: 66, column: 27, scope: !141)
!228 = !DILocation(line: 66, column: 39, scope: !141)
!229 = !DILocation(line: 66, column: 42, scope: !141)
!230 = !DILocation(line: 66, column: 48, scope: !141)
!231 = !DILocation(line: 66, column: 37, scope: !141)
!232 = !DILocation(line: 66, column: 56, scope: !141)
!233 = !DILocation(line: 66, column: 59, scope: !141)
!234 = !DILocation(line: 66, column: 54, scope: !141)
!235 = !DILocation(line: 66, column: 70, scope: !141)
!236 = !DILocation(line: 66, column: 73, scope: !141)
!237 = !DILocation(line: 66, column: 68, scope: !141)
!238 = !DILocation(line: 66, column: 80, scope: !141)
!239 = !DILocation(line: 66, column: 83, scope: !141)
!240 = !DILocation(line: 66, column: 78, scope: !141)
!241 = !DILocation(line: 66, column: 87, scope: !141)
!242 = !DILocation(line: 67, column: 1, scope: !141)
