using System.Reflection;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>The layers of docs/architecture.md, held by the built assembly; and a wrong assembly for each, to see that the check bites.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly s_analyzers = typeof(AsyncStateAnalyzer).Assembly;

    [Fact]
    public void EachLayerUsesOnlyThoseBelowIt() => AssertNone(HouseRules.ForbiddenUses(s_analyzers));

    [Fact]
    public void EachNamespaceIsALayer() => Assert.Empty(
        s_analyzers.GetTypes().Select(type => type.Namespace).OfType<string>().Distinct()
            .Where(name => name.StartsWith("AsyncStateAnalyzers.", StringComparison.Ordinal))
            .Select(name => name.Split('.')[1]).Except(["Model", "Knowledge", "Lowering", "Flow", "Summaries", "Rules", "Reporting"]));

    [Fact]
    public void ApisAreNamedTextIsMadeAndDescriptorsAreDeclaredInOnePlace() => AssertNone(HouseRules.CallsOutOfPlace(s_analyzers));

    [Fact]
    public void NoStaticStateCanChange() => AssertNone(HouseRules.StaticState(s_analyzers));

    [Theory]
    [InlineData("private Knowledge.Tables.Table? _table;")]
    [InlineData("private static object M() => new Knowledge.Tables.Table();")]
    [InlineData("private static int M() => Knowledge.Tables.Table.Count;")]
    [InlineData("private static string M() => typeof(Knowledge.Tables.Table).Name;")]
    [InlineData("private static void M() { Knowledge.Tables.Table? local = null; System.GC.KeepAlive(local); }")]
    [InlineData("private static System.Func<int> M() => () => Knowledge.Tables.Table.Count;")]
    [InlineData("private System.Collections.Generic.List<Knowledge.Tables.Table[]>? _tables;")]
    [InlineData("private static System.Collections.Generic.IEnumerable<int> M() { yield return Knowledge.Tables.Table.Count; }")]
    [InlineData("private static void M<T>() where T : Knowledge.Tables.Table { }")]
    [InlineData("private static void M(object o) { if (o is Knowledge.Tables.Table) System.GC.Collect(); }")]
    [InlineData("private static void M(object o) { switch (o) { case 1: System.GC.Collect(); break; case Knowledge.Tables.Table: break; } }")]
    [InlineData("[Knowledge.Tables.Mark] private static void M() { }")]
    public void UseOfALayerAboveIsFound(string member) => Assert.Equal(
        "AsyncStateAnalyzers.Flow.Engine uses AsyncStateAnalyzers.Knowledge.Tables." + (member.Contains("Mark") ? "MarkAttribute" : "Table"),
        Assert.Single(HouseRules.ForbiddenUses(WrongAssembly.With(member))));

    [Theory]
    [InlineData("private static Microsoft.CodeAnalysis.IOperation? M() => null;", "Microsoft.CodeAnalysis.IOperation")]
    [InlineData("private static bool M(object o) => o is Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowGraph;", "Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowGraph")]
    public void UseOfAnOperationInFlowIsFound(string member, string used) =>
        Assert.Equal("AsyncStateAnalyzers.Flow.Engine uses " + used, Assert.Single(HouseRules.ForbiddenUses(WrongAssembly.With(member))));

    [Fact]
    public void UseOfALayerBelowIsAllowed() => Assert.Empty(HouseRules.ForbiddenUses(WrongAssembly.With("private static object M() => new Model.Event();")));

    [Theory]
    [InlineData("private static object? M(Microsoft.CodeAnalysis.Compilation c) => c.GetTypeByMetadataName(\"System.Int32\");", "Compilation.GetTypeByMetadataName")]
    [InlineData("private static System.Func<string> M(Microsoft.CodeAnalysis.ISymbol s) => () => s.ToDisplayString();", "ISymbol.ToDisplayString")]
    [InlineData("private static object M() => new Microsoft.CodeAnalysis.DiagnosticDescriptor(\"X\", \"x\", \"x\", \"x\", default, true);", "DiagnosticDescriptor..ctor")]
    public void CallOutOfPlaceIsFound(string member, string called) =>
        Assert.Equal("AsyncStateAnalyzers.Flow.Engine calls " + called, Assert.Single(HouseRules.CallsOutOfPlace(WrongAssembly.With(member))));

    [Theory]
    [InlineData("private static int s_count;")]
    [InlineData("public static int Count { get; set; }")]
    [InlineData("private static readonly System.Collections.Generic.Dictionary<int, int> s_cache = new();")]
    [InlineData("private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<string, string> s_cache = new();")]
    public void StaticStateThatCanChangeIsFound(string member) => Assert.Single(HouseRules.StaticState(WrongAssembly.With(member)));

    [Theory]
    [InlineData("private const int Count = 1;")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableArray<int> s_table = default;")]
    [InlineData("private static readonly string[] s_table = [];")]
    [InlineData("private static System.Func<int> M() => () => 1;")]
    public void StaticStateThatCannotChangeIsAllowed(string member) => Assert.Empty(HouseRules.StaticState(WrongAssembly.With(member)));

    private static void AssertNone(IReadOnlyList<string> violations) => Assert.True(violations.Count == 0, string.Join("\n", violations));
}
