using System.Globalization;
using AsyncStateAnalyzers.Testing;
using AsyncStateAnalyzers.Tests.House;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Configuration;

/// <summary>An attribute that the source contradicts is a warning; one that says nothing of use, a suggestion.</summary>
public sealed class AnnotationCheckTests
{
    private const string Field = "class Till {{ readonly SemaphoreSlim _gate = new(1, 1); static readonly SemaphoreSlim s_gate = new(1, 1); readonly string _name = \"\"; {0} public void Set(int n) {{ _n = n; _name.ToString(); }} }}";

    [Theory]
    [InlineData("[GuardedBy(\"_gat\")] int _n;", "'[GuardedBy(\"_gat\")]' on '_n' does not hold: 'Till' has no member '_gat'")]
    [InlineData("[GuardedBy(\"\")] int _n;", "'[GuardedBy(\"\")]' on '_n' does not hold: it names no guard")]
    [InlineData("[GuardedBy(\"_name\")] int _n;", "'[GuardedBy(\"_name\")]' on '_n' does not hold: '_name' is no guard")]
    [InlineData("[GuardedBy(\"_n\")] int _n;", "'[GuardedBy(\"_n\")]' on '_n' does not hold: it guards itself")]
    [InlineData("[GuardedBy(\"_gate\")] static int _n;", "'[GuardedBy(\"_gate\")]' on '_n' does not hold: '_n' is static, and each object has a '_gate' of its own")]
    [InlineData("[GuardedBy(\"this\")] static int _n;", "'[GuardedBy(\"this\")]' on '_n' does not hold: '_n' is static, and each object has a 'this' of its own")]
    [InlineData("[GuardedBy(\"_gate.Inner\")] int _n;", "'[GuardedBy(\"_gate.Inner\")]' on '_n' does not hold: 'Till' has no member '_gate.Inner'")]
    [InlineData("[ThreadConfined] volatile int _n;", "'[ThreadConfined]' on '_n' does not hold: '_n' is volatile")]
    [InlineData("[ThreadConfined, GuardedBy(\"_gate\")] int _n;", "'[ThreadConfined]' on '_n' does not hold: '_n' is marked [GuardedBy] as well")]
    [InlineData("int _n; [GuardedBy(\"_lock\")] void AddCore() { }", "'[GuardedBy(\"_lock\")]' on 'AddCore' does not hold: 'Till' has no member '_lock'")]
    [InlineData("int _n; void Run([RunsImmediately] int work) { }", "'[RunsImmediately]' on 'work' does not hold: 'work' is no delegate")]
    [InlineData("int _n; Action? _later; void Run([RunsImmediately] Action work) { _later = work; }", "'[RunsImmediately]' on 'work' does not hold: it is kept in '_later'")]
    [InlineData("int _n; event Action? Later; void Run([RunsImmediately] Action work) { this.Later += work; }", "'[RunsImmediately]' on 'work' does not hold: it is kept in 'Later'")]
    public void AMemberThatIsMarkedWronglyIsAWarning(string member, string message) => Expect(DiagnosticSeverity.Warning, message, string.Format(CultureInfo.InvariantCulture, Field, member));

    [Theory]
    [InlineData("int _n; [GuardedBy(\"_gate\")] readonly int _first = 1;", "'[GuardedBy(\"_gate\")]' on '_first' is not needed: '_first' never changes")]
    [InlineData("int _n; [GuardedBy(\"_gate\")] const int First = 1;", "'[GuardedBy(\"_gate\")]' on 'First' is not needed: 'First' never changes")]
    [InlineData("int _n; [GuardedBy(\"_gate\")] int First { get; } = 1;", "'[GuardedBy(\"_gate\")]' on 'First' is not needed: 'First' never changes")]
    [InlineData("int _n; [GuardedBy(\"_gate\")] int _first;", "'[GuardedBy(\"_gate\")]' on '_first' is not needed: '_first' never changes")]
    [InlineData("int _n; [ThreadConfined] readonly string _first = \"\";", "'[ThreadConfined]' on '_first' is not needed: '_first' never changes")]
    public void AMemberThatNeedsNoMarkIsASuggestion(string member, string message) => Expect(DiagnosticSeverity.Info, message, string.Format(CultureInfo.InvariantCulture, Field, member));

    [Theory]
    [InlineData("[GuardedBy(\"_gate\")] int _n;")]
    [InlineData("[GuardedBy(\"this._gate\")] int _n;")]
    [InlineData("[GuardedBy(\"this\")] int _n;")]
    [InlineData("[GuardedBy(\"s_gate\")] int _n;")]
    [InlineData("[GuardedBy(\"Till.s_gate\")] static int _n;")]
    [InlineData("[GuardedBy(nameof(_gate))] int _n;")]
    [InlineData("[GuardedBy(\"_gate.AvailableWaitHandle\")] int _n;")]
    [InlineData("int _n; [GuardedBy(\"_list\")] readonly List<int> _list = [];")]
    [InlineData("int _n; [GuardedBy(\"_gate\")] int Count => _n;")]
    [InlineData("int _n; SpinLock _spin; [GuardedBy(\"_spin\")] public int N;")]
    [InlineData("int _n; Task<IDisposable> LockAsync() => null!; [GuardedBy(\"LockAsync\")] public int N;")]
    [InlineData("int _n; [ThreadConfined] static int s_n; void Count() => s_n++;")]
    [InlineData("int _n; void Run([RunsImmediately] Func<Task> work) => work();")]
    [InlineData("int _n; void Run([InstantHandle] IEnumerable<int> work) { }")]
    [InlineData("int _n; class Inner { [GuardedBy(\"_gate\")] public int N; } void F(Inner i) => i.N++;")]
    public void AMemberThatIsMarkedRightlyIsSilent(string member) => Assert.Empty(Run(string.Format(CultureInfo.InvariantCulture, Field, member)));

    [Fact]
    public void ABaseHasTheGuardToo() => Assert.Empty(Run("class Base { protected readonly object Gate = new(); } class Till : Base { [GuardedBy(\"Gate\")] int _n; void Set() => _n++; }"));

    [Fact]
    public void AParameterOfTheTypeMayBeTheGuard() => Assert.Empty(Run("class Till(SemaphoreSlim gate) { [GuardedBy(\"gate\")] int _n; void Set() { gate.Wait(); _n++; } }"));

    [Theory]
    [InlineData("[NotThreadSafe, ThreadSafe] class Till;", "'[NotThreadSafe]' on 'Till' does not hold: 'Till' is marked [ThreadSafe] as well")]
    [InlineData("[ThreadConfined, ThreadSafe] class Till;", "'[ThreadConfined]' on 'Till' does not hold: 'Till' is marked [ThreadSafe] as well")]
    [InlineData("[NotThreadSafe] static class Till;", "'[NotThreadSafe]' on 'Till' does not hold: 'Till' is static, and everybody uses it")]
    [InlineData("[NotThreadSafe] class Till; class Startup { void F(dynamic s) => s.AddSingleton<Till>(); }", "'[NotThreadSafe]' on 'Till' does not hold: 'Till' is registered as a singleton in 'Startup'")]
    [InlineData("[ThreadConfined] class Till : DelegatingHandler;", "'[ThreadConfined]' on 'Till' does not hold: a message handler serves concurrent requests")]
    [InlineData("[NotThreadSafe] class Till { public static readonly Till Shared = new(); }", "'[NotThreadSafe]' on 'Till' does not hold: 'Shared' is one object for all callers")]
    [InlineData("[NotThreadSafe] class Till { public static Till Shared { get; } = new(); }", "'[NotThreadSafe]' on 'Till' does not hold: 'Shared' is one object for all callers")]
    public void ATypeThatIsMarkedWronglyIsAWarning(string source, string message) => Expect(DiagnosticSeverity.Warning, message, source);

    [Theory]
    [InlineData("[NotThreadSafe] class Till;")]
    [InlineData("[ThreadSafe] class Till { public static readonly Till Shared = new(); }")]
    [InlineData("[ThreadConfined] class Till { public static Till Shared { get; } = new(); }")]
    [InlineData("[NotThreadSafe] class Till { static readonly Till s_empty = new(); }")]
    [InlineData("[NotThreadSafe] class Till { public static Till New => new(); }")]
    [InlineData("[NotThreadSafe] class Till; class Startup { void F(dynamic s) => s.AddScoped<Till>(); }")]
    public void ATypeThatIsMarkedRightlyIsSilent(string source) => Assert.Empty(Run(source));

    [Theory]
    [InlineData("[Immutable] class Order { public int N { get; set; } }", "'[Immutable]' on 'Order' does not hold: 'N' can be set")]
    [InlineData("[Serializable, Immutable] record Order(List<int> Lines);", "'[Immutable]' on 'Order' does not hold: 'Lines' is a 'List<int>'")]
    [InlineData("[ImmutableAttribute] record Order(Line First); class Line { public int N; }", "'[ImmutableAttribute]' on 'Order' does not hold: 'First' is a 'Line', whose 'N' can be set")]
    [InlineData("[Immutable] class Order { int _n; public void Add() => _n++; }", "'[Immutable]' on 'Order' does not hold: '_n' can be assigned")]
    public void AnObjectThatCanChangeIsNotImmutable(string source, string message) => Expect(DiagnosticSeverity.Warning, message, source);

    [Theory]
    [InlineData("[Immutable] record Order(int N, IReadOnlyList<int> Lines);")]
    [InlineData("[Orleans.Immutable] class Order { public int N { get; set; } } namespace Orleans { class ImmutableAttribute : Attribute; }")]
    [InlineData("namespace Orleans.Runtime { [Immutable] class Address { int _hash; public int Hash() => _hash = 1; } }")]
    [InlineData("[GenerateSerializer, Immutable] class Order { public int N { get; set; } }")]
    [InlineData("[Immutable] class Order { public int N { get; init; } }")]
    [InlineData("[Immutable] record Order(Line First); [Immutable] record Line(int N);")]
    [InlineData("[Immutable] interface IOrder { int N { get; } }")]
    public void AnObjectThatCannotChangeIsImmutable(string source) => Assert.Empty(Run(source));

    [Fact]
    public void HalfTypedAttributesAreNoTrouble() => Assert.All(
        new[] { "[GuardedBy(] int _n;", "[GuardedBy] int _n;", "[GuardedBy(null)] int _n;", "[GuardedBy(\"..\")] int _n;", "[GuardedBy(\"_gate.\")] int _n;", "[ThreadConfined(", "void F([RunsImmediately] work) { }" },
        member => Run(string.Format(CultureInfo.InvariantCulture, Field, member)));

    private static void Expect(DiagnosticSeverity severity, string message, string source)
    {
        var report = Assert.Single(Run(source));
        Assert.Equal((severity, message), (report.Severity, report.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Empty(Conventions.OfMessage(message));
    }

    private static IReadOnlyList<Diagnostic> Run(string source) => [.. AnalyzerRunner.Run(AnnotationTests.Attributes + source).Where(r => r.Id == "ASA0004")];
}
