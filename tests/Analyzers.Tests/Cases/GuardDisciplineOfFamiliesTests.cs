using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>State that a base class shares with its derived classes, guarded in the one and not in the other.</summary>
public sealed class GuardDisciplineOfFamiliesTests
{
    private const string Store =
        """
        public abstract class Store
        {
            protected readonly object Gate = new();
            protected int Count;
            public void Add() { lock (Gate) { Count++; } }
            public void Take() { lock (Gate) { Count--; } }
            public int Read() { lock (Gate) { return Count; } }
            MEMBERS
        }

        """;

    private const string Late = "public sealed class LoggedStore(Func<Task> logAsync) : Store { public async Task AddTwoAsync() { await logAsync(); Count += 2; } }";

    private const string Open =
        """
        public class Open
        {
            protected readonly List<string> Names = new();
            public async Task AddAsync(Task<string> name) { var n = await name; Names.Add(n); }
        }

        """;

    private const string Closed = "public class Closed : Open { protected readonly object Gate = new(); public void Put(string n) { lock (Gate) { Names.Add(n); } } public void Drop(string n) { lock (Gate) { Names.Remove(n); } } public bool Has(string n) { lock (Gate) { return Names.Contains(n); } } }";

    [Fact]
    public void ADerivedClassDoesWithoutTheGuardOfItsBase() => Reports(DiagnosticSeverity.Warning, "'Count' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Add' of 'Store'", Base() + Late);

    [Fact]
    public void TwoPlacesAreASuggestion() => Reports(DiagnosticSeverity.Info, "'Count' is changed here without 'Gate', which guards it in 2 of 3 places, for instance in 'Add' of 'Store'",
        Base().Replace("public int Read() { lock (Gate) { return Count; } }", "") + Late);

    [Fact]
    public void TheGuardOfTheBaseMayBePrivate() => Reports(DiagnosticSeverity.Warning, "'Count' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Add' of 'Store'",
        Base().Replace("protected readonly object Gate", "private readonly object Gate") + Late);

    [Fact]
    public void ABaseOfTheBase() => Reports(DiagnosticSeverity.Warning, "'Count' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Add' of 'Store'",
        Base() + "public abstract class Middle : Store { }" + Late.Replace(": Store", ": Middle"));

    [Fact]
    public void AGenericBase() => Reports(DiagnosticSeverity.Warning, "'Count' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Add' of 'Store'",
        Base().Replace("class Store", "class Store<T>") + Late.Replace(": Store", ": Store<int>"));

    [Fact]
    public void AMarkNeedsNoCounting() => Reports(DiagnosticSeverity.Warning, "'Count' is changed here without 'Gate', which it is marked with",
        "public sealed class GuardedByAttribute(string name) : Attribute { } public abstract class Store { protected readonly object Gate = new(); [GuardedBy(nameof(Gate))] protected int Count; public int Read() { lock (Gate) { return Count; } } }" + Late);

    [Fact]
    public void ABaseDoesWithoutTheGuardOfItsDerivedClass() => Reports(DiagnosticSeverity.Warning, "'Names' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Put' of 'Closed'", Open + Closed);

    [Fact]
    public void InAnotherFile()
    {
        var report = Assert.Single(AnalyzerRunner.Run(AnalyzerRunner.Compile(("Closed.cs", Closed), ("Open.cs", Open))));
        Assert.Equal("Open.cs", report.Location.SourceTree?.FilePath);
    }

    [Fact]
    public void OneBaseWithSeveralHeirsIsReportedOnce() => Reports(DiagnosticSeverity.Warning, "'Names' is changed here without 'Gate', which guards it in 3 of 4 places, for instance in 'Put' of 'Closed'",
        Open + Closed + Closed.Replace("class Closed", "class Other"));

    [Fact]
    public void ABaseOfAnotherProjectIsNotLookedInto()
    {
        var library = AnalyzerRunner.Compile(("Store.cs", "using System; " + Base()));
        Assert.Empty(AnalyzerRunner.Run(AnalyzerRunner.Compile(("Late.cs", Late)).WithAssemblyName("App").AddReferences(library.ToMetadataReference())));
    }

    [Theory]
    [InlineData("", "public sealed class Good(Func<Task> f) : Store { public async Task M() { await f(); lock (Gate) { Count += 2; } } }")]
    [InlineData("", "public sealed class Good(Func<Task> f) : Store { public async Task M() { await f(); Add(); } }")]
    [InlineData("", "public sealed class Good(Func<Task> f) : Store { public async Task<int> M() { await f(); return Count; } }")]
    [InlineData("", "public sealed class Good : Store { public Good(int n) { Count = n; } public async Task M() { await Task.Yield(); } }")]
    [InlineData("", "public sealed class Good(Func<Task> f) : Store { public async Task M() { await f(); lock (Gate) { Step(); } } private void Step() { Count += 2; } }")]
    [InlineData("", "public abstract class Good(Func<Task> f) : Store { public async Task M() { await f(); } protected void Step() { Count += 2; } }")]
    [InlineData("public void Run() { lock (Gate) { Step(); } } public abstract void Step();", "public sealed class Good(Func<Task> f) : Store { public async Task M() { await f(); } public override void Step() { Count += 2; } }")]
    [InlineData("protected virtual void Step() { }", "public sealed class Good(Func<Task> f) : Store { public async Task M() { await f(); } protected override void Step() { Count += 2; } }")]
    [InlineData("private int Own;", "public sealed class Good(Func<Task> f) : Store { private int Own; public async Task M() { await f(); Own += 2; } }")]
    public void IsSilentInADerivedClass(string members, string derived) => IsSilent(Base(members) + derived);

    [Theory]
    [InlineData("public class Base { protected int N; public virtual void Add() { N++; } public async Task Wait() { await Task.Yield(); } } public class Good : Base { readonly object _gate = new(); public override void Add() { lock (_gate) { base.Add(); } } public void Two() { lock (_gate) { N += 2; } } public int Get() { lock (_gate) { return N; } } }")]
    [InlineData("public class Base { protected int N; protected void Add() { N++; } public async Task Wait() { await Task.Yield(); } } public class Good : Base { readonly object _gate = new(); public void One() { lock (_gate) { Add(); } } public void Two() { lock (_gate) { N += 2; } } public int Get() { lock (_gate) { return N; } } }")]
    [InlineData("public class Base { protected int N; public async Task Wait() { await Task.Yield(); } public void Add() { N++; } } public class One : Base { } public class Good { readonly object _gate = new(); int N; public void Two() { lock (_gate) { N += 2; } } public int Get() { lock (_gate) { return N; } } public void Three() { lock (_gate) { N += 3; } } }")]
    public void IsSilentInABase(string source) => IsSilent(source);

    private static string Base(string members = "") => Store.Replace("MEMBERS", members);

    private static void Reports(DiagnosticSeverity severity, string message, string source)
    {
        var report = Assert.Single(AnalyzerRunner.Run(source), d => d.Id == "ASA0106");
        Assert.Equal((severity, message), (report.Severity, report.GetMessage()));
    }

    private static void IsSilent(string source) => Assert.DoesNotContain(AnalyzerRunner.Run(source), d => d.Id == "ASA0106");
}
