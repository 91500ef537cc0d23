; ModuleID = 'shapes.c'
source_filename = "shapes.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux5.10.0-gnu2.31.0"

%struct.packed = type <{ i8, i32, i64 }>
%struct.point = type { i16, i16 }
%struct.lined = type { i32, [60 x i8] }
%struct.node = type { ptr, i16, [5 x i8], i32, ptr, %union.anon }
%union.anon = type { i32 }
%struct.anon = type { i8, i8 }
%struct.wide = type { i8, i128, i64 }
%struct.mixed = type { i8, [3 x %struct.point], i32, double, %struct.packed, i64, [8 x i8], %struct.lined }
%struct.quads = type { i8, <4 x i32> }
%struct.odd = type { i64, i8 }

@head = global { ptr, i8, i8, [5 x i8], i8, i32, [4 x i8], ptr, { float }, [4 x i8] } { ptr @head, i8 79, i8 0, [5 x i8] c"ab\22\\\00", i8 0, i32 3, [4 x i8] zeroinitializer, ptr null, { float } { float 5.000000e-01 }, [4 x i8] zeroinitializer }, align 8, !dbg !0
@packed = global %struct.packed <{ i8 1, i32 -2, i64 3 }>, align 1, !dbg !18
@mixed = global { i8, i8, [3 x %struct.point], [2 x i8], i32, [4 x i8], double, %struct.packed, [3 x i8], i64, [8 x i8], %struct.lined } { i8 1, i8 0, [3 x %struct.point] [%struct.point { i16 1, i16 2 }, %struct.point { i16 3, i16 4 }, %struct.point zeroinitializer], [2 x i8] zeroinitializer, i32 -1, [4 x i8] zeroinitializer, double 1.500000e+00, %struct.packed <{ i8 7, i32 8, i64 9 }>, [3 x i8] zeroinitializer, i64 10, [8 x i8] zeroinitializer, %struct.lined { i32 11, [60 x i8] zeroinitializer } }, align 64, !dbg !27
@hello = global <{ i32, [6 x i8] }> <{ i32 5, [6 x i8] c"hello\00" }>, align 4, !dbg !53
@table = internal global [10 x i32] [i32 1, i32 2, i32 3, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0], align 16, !dbg !105
@middle = global ptr getelementptr (i8, ptr @table, i64 12), align 8, !dbg !62
@distance = global i64 ptrtoint (ptr getelementptr (i8, ptr @table, i64 16) to i64), align 8, !dbg !65
@last = global ptr getelementptr (i8, ptr @mixed, i64 13), align 8, !dbg !67
@.str = private unnamed_addr constant [2 x i8] c"a\00", align 1, !dbg !70
@.str.2 = private unnamed_addr constant [4 x i8] c"b\0A\FF\00", align 1, !dbg !75
@words = constant [2 x ptr] [ptr @.str, ptr @.str.2], align 16, !dbg !80
@mine = thread_local global i32 4, align 4, !dbg !86
@third = global float 0x3FD5555560000000, align 4, !dbg !88
@huge = global i128 1267650600228229401496703205376, align 16, !dbg !91
@facts = constant [23 x i64] [i64 4, i64 40, i64 13, i64 64, i64 48, i64 128, i64 4, i64 32, i64 16, i64 10, i64 16, i64 24, i64 33, i64 5, i64 16, i64 32, i64 8, i64 16, i64 33, i64 48, i64 64, i64 16, i64 8], align 16, !dbg !94
@hidden = global ptr null, align 8, !dbg !101

; Function Attrs: noinline nounwind uwtable
define i64 @use(ptr noundef %n, ptr noundef %p, ptr noundef %w, ptr noundef %m, ptr noundef %q, ptr noundef %o, i32 %at.coerce) #0 !dbg !143 {
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
    #dbg_declare(ptr %n.addr, !168, !DIExpression(), !169)
  store ptr %p, ptr %p.addr, align 8
    #dbg_declare(ptr %p.addr, !170, !DIExpression(), !171)
  store ptr %w, ptr %w.addr, align 8
    #dbg_declare(ptr %w.addr, !172, !DIExpression(), !173)
  store ptr %m, ptr %m.addr, align 8
    #dbg_declare(ptr %m.addr, !174, !DIExpression(), !175)
  store ptr %q, ptr %q.addr, align 8
    #dbg_declare(ptr %q.addr, !176, !DIExpression(), !177)
  store ptr %o, ptr %o.addr, align 8
    #dbg_declare(ptr %o.addr, !178, !DIExpression(), !179)
    #dbg_declare(ptr %at, !180, !DIExpression(), !181)
    #dbg_declare(ptr %size, !182, !DIExpression(), !183)
  %x = getelementptr inbounds nuw %struct.point, ptr %at, i32 0, i32 0, !dbg !184
  %0 = load i16, ptr %x, align 2, !dbg !184
  %conv = sext i16 %0 to i32, !dbg !185
  %add = add nsw i32 %conv, 40, !dbg !186
  store i32 %add, ptr %size, align 4, !dbg !183
  %1 = load i32, ptr %size, align 4, !dbg !187
  %2 = zext i32 %1 to i64, !dbg !188
  %3 = call ptr @llvm.stacksave.p0(), !dbg !188
  store ptr %3, ptr %saved_stack, align 8, !dbg !188
  %vla = alloca i8, i64 %2, align 16, !dbg !188
  store i64 %2, ptr %__vla_expr0, align 8, !dbg !188
    #dbg_declare(ptr %__vla_expr0, !189, !DIExpression(), !190)
    #dbg_declare(ptr %vla, !191, !DIExpression(), !195)
    #dbg_declare(ptr %i, !196, !DIExpression(), !198)
  store i32 0, ptr %i, align 4, !dbg !198
  br label %for.cond, !dbg !199

for.cond:                                         ; preds = %for.inc, %entry
  %4 = load i32, ptr %i, align 4, !dbg !200
  %cmp = icmp slt i32 %4, 2, !dbg !202
  br i1 %cmp, label %for.body, label %for.end, !dbg !203

for.body:                                         ; preds = %for.cond
    #dbg_declare(ptr %size2, !204, !DIExpression(), !206)
  %5 = load i32, ptr %i, align 4, !dbg !207
  store i32 %5, ptr %size2, align 4, !dbg !206
  %6 = load ptr, ptr %n.addr, align 8, !dbg !208
  %level = getelementptr inbounds nuw %struct.node, ptr %6, i32 0, i32 1, !dbg !209
  %bf.load = load i16, ptr %level, align 8, !dbg !209
  %bf.lshr = lshr i16 %bf.load, 3, !dbg !209
  %bf.clear = and i16 %bf.lshr, 127, !dbg !209
  %bf.cast = zext i16 %bf.clear to i32, !dbg !209
  %7 = load ptr, ptr %n.addr, align 8, !dbg !210
  %8 = getelementptr inbounds nuw %struct.node, ptr %7, i32 0, i32 5, !dbg !211
  %high = getelementptr inbounds nuw %struct.anon, ptr %8, i32 0, i32 1, !dbg !212
  %9 = load i8, ptr %high, align 1, !dbg !212
  %conv3 = zext i8 %9 to i32, !dbg !210
  %add4 = add nsw i32 %bf.cast, %conv3, !dbg !213
  %conv5 = trunc i32 %add4 to i8, !dbg !208
  %10 = load i32, ptr %size2, align 4, !dbg !214
  %idxprom = sext i32 %10 to i64, !dbg !215
  %arrayidx = getelementptr inbounds i8, ptr %vla, i64 %idxprom, !dbg !215
  store i8 %conv5, ptr %arrayidx, align 1, !dbg !216
  br label %for.inc, !dbg !217

for.inc:                                          ; preds = %for.body
  %11 = load i32, ptr %i, align 4, !dbg !218
  %inc = add nsw i32 %11, 1, !dbg !218
  store i32 %inc, ptr %i, align 4, !dbg !218
  br label %for.cond, !dbg !219, !llvm.loop !220

for.end:                                          ; preds = %for.cond
  %arrayidx6 = getelementptr inbounds i8, ptr %vla, i64 0, !dbg !223
  %12 = load i8, ptr %arrayidx6, align 16, !dbg !223
  %conv7 = sext i8 %12 to i64, !dbg !223
  %13 = load ptr, ptr %p.addr, align 8, !dbg !224
  %wide = getelementptr inbounds nuw %struct.packed, ptr %13, i32 0, i32 2, !dbg !225
  %14 = load i64, ptr %wide, align 1, !dbg !225
  %add8 = add nsw i64 %conv7, %14, !dbg !226
  %15 = load ptr, ptr %w.addr, align 8, !dbg !227
  %tail = getelementptr inbounds nuw %struct.wide, ptr %15, i32 0, i32 2, !dbg !228
  %16 = load i64, ptr %tail, align 16, !dbg !228
  %add9 = add nsw i64 %add8, %16, !dbg !229
  %17 = load ptr, ptr %m.addr, align 8, !dbg !230
  %lined = getelementptr inbounds nuw %struct.mixed, ptr %17, i32 0, i32 7, !dbg !231
  %value = getelementptr inbounds nuw %struct.lined, ptr %lined, i32 0, i32 0, !dbg !232
  %18 = load i32, ptr %value, align 64, !dbg !232
  %conv10 = sext i32 %18 to i64, !dbg !230
  %add11 = add nsw i64 %add9, %conv10, !dbg !233
  %19 = load ptr, ptr %q.addr, align 8, !dbg !234
  %lanes = getelementptr inbounds nuw %struct.quads, ptr %19, i32 0, i32 1, !dbg !235
  %20 = load <4 x i32>, ptr %lanes, align 16, !dbg !235
  %vecext = extractelement <4 x i32> %20, i32 1, !dbg !235
  %conv12 = sext i32 %vecext to i64, !dbg !234
  %add13 = add nsw i64 %add11, %conv12, !dbg !236
  %21 = load ptr, ptr %o.addr, align 8, !dbg !237
  %bits = getelementptr inbounds nuw %struct.odd, ptr %21, i32 0, i32 0, !dbg !238
  %22 = load i64, ptr %bits, align 8, !dbg !238
  %loadedv = trunc i64 %22 to i37, !dbg !238
  %conv14 = zext i37 %loadedv to i64, !dbg !237
  %add15 = add nsw i64 %add13, %conv14, !dbg !239
  %23 = load ptr, ptr %o.addr, align 8, !dbg !240
  %end = getelementptr inbounds nuw %struct.odd, ptr %23, i32 0, i32 1, !dbg !241
  %24 = load i8, ptr %end, align 8, !dbg !241
  %conv16 = sext i8 %24 to i64, !dbg !240
  %add17 = add nsw i64 %add15, %conv16, !dbg !242
  %add18 = add i64 %add17, 4, !dbg !243
  %25 = load ptr, ptr %saved_stack, align 8, !dbg !244
  call void @llvm.stackrestore.p0(ptr %25), !dbg !244
  ret i64 %add18, !dbg !244
}

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare ptr @llvm.stacksave.p0() #1

; Function Attrs: nocallback nofree nosync nounwind willreturn
declare void @llvm.stackrestore.p0(ptr) #1

attributes #0 = { noinline nounwind uwtable "frame-pointer"="all" "min-legal-vector-width"="0" "no-builtins" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+64bit,+cmov,+cx8,+fxsr,+idivq-to-divl,+macrofusion,+mmx,+nopl,+slow-3ops-lea,+slow-incdec,+sse,+sse2,+vzeroupper,+x87,-16bit-mode,-32bit-mode,-adx,-aes,-allow-light-256-bit,-amx-avx512,-amx-bf16,-amx-complex,-amx-fp16,-amx-fp8,-amx-int8,-amx-movrs,-amx-tf32,-amx-tile,-avx,-avx10.1,-avx10.2,-avx2,-avx512bf16,-avx512bitalg,-avx512bw,-avx512cd,-avx512dq,-avx512f,-avx512fp16,-avx512ifma,-avx512vbmi,-avx512vbmi2,-avx512vl,-avx512vnni,-avx512vp2intersect,-avx512vpopcntdq,-avxifma,-avxneconvert,-avxvnni,-avxvnniint16,-avxvnniint8,-bmi,-bmi2,-branch-hint,-branchfusion,-ccmp,-cf,-cldemote,-clflushopt,-clwb,-clzero,-cmpccxadd,-crc32,-cx16,-egpr,-enqcmd,-ermsb,-f16c,-false-deps-getmant,-false-deps-lzcnt-tzcnt,-false-deps-mulc,-false-deps-mullq,-false-deps-perm,-false-deps-popcnt,-false-deps-range,-fast-11bytenop,-fast-15bytenop,-fast-7bytenop,-fast-bextr,-fast-dpwssd,-fast-gather,-fast-hops,-fast-imm16,-fast-lzcnt,-fast-movbe,-fast-scalar-fsqrt,-fast-scalar-shift-masks,-fast-shld-rotate,-fast-variable-crosslane-shuffle,-fast-variable-perlane-shuffle,-fast-vector-fsqrt,-fast-vector-shift-masks,-faster-shift-than-shuffle,-fma,-fma4,-fsgsbase,-fsrm,-gfni,-harden-sls-ijmp,-harden-sls-ret,-hreset,-idivl-to-divb,-inline-asm-use-gpr32,-invpcid,-kl,-lea-sp,-lea-uses-ag,-lvi-cfi,-lvi-load-hardening,-lwp,-lzcnt,-movbe,-movdir64b,-movdiri,-movrs,-mwaitx,-ndd,-nf,-no-bypass-delay,-no-bypass-delay-blend,-no-bypass-delay-mov,-no-bypass-delay-shuffle,-pad-short-functions,-pclmul,-pconfig,-pku,-popcnt,-ppx,-prefer-128-bit,-prefer-256-bit,-prefer-legacy-setcc,-prefer-mask-registers,-prefer-movmsk-over-vtest,-prefer-no-gather,-prefer-no-scatter,-prefetchi,-prfchw,-ptwrite,-push2pop2,-raoint,-rdpid,-rdpru,-rdrnd,-rdseed,-retpoline,-retpoline-external-thunk,-retpoline-indirect-branches,-retpoline-indirect-calls,-rtm,-sahf,-sbb-dep-breaking,-serialize,-seses,-sgx,-sha,-sha512,-shstk,-slow-lea,-slow-pmaddwd,-slow-pmulld,-slow-pmullq,-slow-shld,-slow-two-mem-ops,-slow-unaligned-mem-16,-slow-unaligned-mem-32,-sm3,-sm4,-sse-unaligned-mem,-sse3,-sse4.1,-sse4.2,-sse4a,-ssse3,-tagged-globals,-tbm,-tsxldtrk,-tuning-fast-imm-vector-shift,-uintr,-use-glm-div-sqrt-costs,-use-slm-arith-costs,-usermsr,-vaes,-vpclmulqdq,-waitpkg,-wbnoinvd,-widekl,-xop,-xsave,-xsavec,-xsaveopt,-xsaves,-zu" "tune-cpu"="generic" }
attributes #1 = { nocallback nofree nosync nounwind willreturn }

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!137, !138, !139, !140, !141, !142}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(name: "head", scope: !2, file: !3, line: 33, type: !110, isLocal: false, isDefinition: true)
!2 = distinct !DICompileUnit(language: DW_LANG_C11, file: !3, isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug, enums: !4, retainedTypes: !15, globals: !17, splitDebugInlining: false, nameTableKind: None)
!3 = !DIFile(filename: "shapes.c", directory: "/src")
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
!137 = !{i32 7, !"Dwarf Version", i32 4}
!138 = !{i32 2, !"Debug Info Version", i32 3}
!139 = !{i32 1, !"wchar_size", i32 4}
!140 = !{i32 8, !"PIC Level", i32 2}
!141 = !{i32 7, !"uwtable", i32 2}
!142 = !{i32 7, !"frame-pointer", i32 2}
!143 = distinct !DISubprogram(name: "use", scope: !3, file: !3, line: 57, type: !144, scopeLine: 58, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition, unit: !2, retainedNodes: !167)
!144 = !DISubroutineType(types: !145)
!145 = !{!16, !113, !146, !147, !153, !154, !161, !35}
!146 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !20, size: 64)
!147 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !148, size: 64)
!148 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "wide", file: !3, line: 25, size: 384, elements: !149)
!149 = !{!150, !151, !152}
!150 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !148, file: !3, line: 25, baseType: !23, size: 8)
!151 = !DIDerivedType(tag: DW_TAG_member, name: "big", scope: !148, file: !3, line: 25, baseType: !93, size: 128, offset: 128)
!152 = !DIDerivedType(tag: DW_TAG_member, name: "tail", scope: !148, file: !3, line: 25, baseType: !16, size: 64, offset: 256)
!153 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !29, size: 64)
!154 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !155, size: 64)
!155 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "quads", file: !3, line: 29, size: 256, elements: !156)
!156 = !{!157, !158}
!157 = !DIDerivedType(tag: DW_TAG_member, name: "tag", scope: !155, file: !3, line: 29, baseType: !23, size: 8)
!158 = !DIDerivedType(tag: DW_TAG_member, name: "lanes", scope: !155, file: !3, line: 29, baseType: !159, size: 128, offset: 128)
!159 = !DIDerivedType(tag: DW_TAG_typedef, name: "quad", file: !3, line: 28, baseType: !160)
!160 = !DICompositeType(tag: DW_TAG_array_type, baseType: !6, size: 128, flags: DIFlagVector, elements: !78)
!161 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !162, size: 64)
!162 = distinct !DICompositeType(tag: DW_TAG_structure_type, name: "odd", file: !3, line: 30, size: 128, elements: !163)
!163 = !{!164, !166}
!164 = !DIDerivedType(tag: DW_TAG_member, name: "bits", scope: !162, file: !3, line: 30, baseType: !165, size: 64)
!165 = !DIBasicType(name: "unsigned _BitInt(37)", size: 64, dataSize: 37, encoding: DW_ATE_unsigned)
!166 = !DIDerivedType(tag: DW_TAG_member, name: "end", scope: !162, file: !3, line: 30, baseType: !23, size: 8, offset: 64)
!167 = !{}
!168 = !DILocalVariable(name: "n", arg: 1, scope: !143, file: !3, line: 57, type: !113)
!169 = !DILocation(line: 57, column: 23, scope: !143)
!170 = !DILocalVariable(name: "p", arg: 2, scope: !143, file: !3, line: 57, type: !146)
!171 = !DILocation(line: 57, column: 41, scope: !143)
!172 = !DILocalVariable(name: "w", arg: 3, scope: !143, file: !3, line: 57, type: !147)
!173 = !DILocation(line: 57, column: 57, scope: !143)
!174 = !DILocalVariable(name: "m", arg: 4, scope: !143, file: !3, line: 57, type: !153)
!175 = !DILocation(line: 57, column: 74, scope: !143)
!176 = !DILocalVariable(name: "q", arg: 5, scope: !143, file: !3, line: 57, type: !154)
!177 = !DILocation(line: 57, column: 91, scope: !143)
!178 = !DILocalVariable(name: "o", arg: 6, scope: !143, file: !3, line: 57, type: !161)
!179 = !DILocation(line: 57, column: 106, scope: !143)
!180 = !DILocalVariable(name: "at", arg: 7, scope: !143, file: !3, line: 57, type: !35)
!181 = !DILocation(line: 57, column: 115, scope: !143)
!182 = !DILocalVariable(name: "size", scope: !143, file: !3, line: 59, type: !6)
!183 = !DILocation(line: 59, column: 6, scope: !143)
!184 = !DILocation(line: 59, column: 16, scope: !143)
!185 = !DILocation(line: 59, column: 13, scope: !143)
!186 = !DILocation(line: 59, column: 18, scope: !143)
!187 = !DILocation(line: 60, column: 12, scope: !143)
!188 = !DILocation(line: 60, column: 2, scope: !143)
!189 = !DILocalVariable(name: "__vla_expr0", scope: !143, type: !98, flags: DIFlagArtificial)
!190 = !DILocation(line: 0, scope: !143)
!191 = !DILocalVariable(name: "room", scope: !143, file: !3, line: 60, type: !192)
!192 = !DICompositeType(tag: DW_TAG_array_type, baseType: !23, elements: !193)
!193 = !{!194}
!194 = !DISubrange(count: !189)
!195 = !DILocation(line: 60, column: 7, scope: !143)
!196 = !DILocalVariable(name: "i", scope: !197, file: !3, line: 62, type: !6)
!197 = distinct !DILexicalBlock(scope: !143, file: !3, line: 62, column: 2)
!198 = !DILocation(line: 62, column: 11, scope: !197)
!199 = !DILocation(line: 62, column: 7, scope: !197)
!200 = !DILocation(line: 62, column: 18, scope: !201)
!201 = distinct !DILexicalBlock(scope: !197, file: !3, line: 62, column: 2)
!202 = !DILocation(line: 62, column: 20, scope: !201)
!203 = !DILocation(line: 62, column: 2, scope: !197)
!204 = !DILocalVariable(name: "size", scope: !205, file: !3, line: 63, type: !6)
!205 = distinct !DILexicalBlock(scope: !201, file: !3, line: 62, column: 30)
!206 = !DILocation(line: 63, column: 7, scope: !205)
!207 = !DILocation(line: 63, column: 14, scope: !205)
!208 = !DILocation(line: 64, column: 16, scope: !205)
!209 = !DILocation(line: 64, column: 19, scope: !205)
!210 = !DILocation(line: 64, column: 27, scope: !205)
!211 = !DILocation(line: 64, column: 30, scope: !205)
!212 = !DILocation(line: 64, column: 37, scope: !205)
!213 = !DILocation(line: 64, column: 25, scope: !205)
!214 = !DILocation(line: 64, column: 8, scope: !205)
!215 = !DILocation(line: 64, column: 3, scope: !205)
!216 = !DILocation(line: 64, column: 14, scope: !205)
!217 = !DILocation(line: 65, column: 2, scope: !205)
!218 = !DILocation(line: 62, column: 26, scope: !201)
!219 = !DILocation(line: 62, column: 2, scope: !201)
!220 = distinct !{!220, !203, !221, !222}
!221 = !DILocation(line: 65, column: 2, scope: !197)
!222 = !{!"llvm.loop.mustprogress"}
!223 = !DILocation(line: 66, column: 9, scope: !143)
!224 = !DILocation(line: 66, column: 19, scope: !143)
!225 = !DILocation(line: 66, column: 22, scope: !143)
!226 = !DILocation(line: 66, column: 17, scope: !143)
!227 = !DILocation(line: 66, column: 29, scope: !143)
!228 = !DILocation(line: 66, column: 32, scope: !143)
!229 = !DILocation(line: 66, column: 27, scope: !143)
!230 = !DILocation(line: 66, column: 39, scope: !143)
!231 = !DILocation(line: 66, column: 42, scope: !143)
!232 = !DILocation(line: 66, column: 48, scope: !143)
!233 = !DILocation(line: 66, column: 37, scope: !143)
!234 = !DILocation(line: 66, column: 56, scope: !143)
!235 = !DILocation(line: 66, column: 59, scope: !143)
!236 = !DILocation(line: 66, column: 54, scope: !143)
!237 = !DILocation(line: 66, column: 70, scope: !143)
!238 = !DILocation(line: 66, column: 73, scope: !143)
!239 = !DILocation(line: 66, column: 68, scope: !143)
!240 = !DILocation(line: 66, column: 80, scope: !143)
!241 = !DILocation(line: 66, column: 83, scope: !143)
!242 = !DILocation(line: 66, column: 78, scope: !143)
!243 = !DILocation(line: 66, column: 87, scope: !143)
!244 = !DILocation(line: 67, column: 1, scope: !143)
