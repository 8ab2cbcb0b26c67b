using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Knowledge;

/// <summary>Whether the objects of a type can change, inferred from its shape alone.</summary>
public sealed class ImmutabilityTests
{
    [Theory]
    [InlineData("public class M;")]
    [InlineData("public class M { public int N { get; } }")]
    [InlineData("public class M { public int N { get; init; } public required string S { get; init; } }")]
    [InlineData("public class M { public readonly string S = \"\"; public const int N = 1; }")]
    [InlineData("public class M { public int N { get; private set; } public M(int n) => N = n; }")]
    [InlineData("public class M { private int _n; public M(int n) => _n = n; public int N => _n; }")]
    [InlineData("public record M(int N, string? S);")]
    [InlineData("public sealed record M { public Guid Id { get; init; } public DateTimeOffset At { get; init; } public Uri? Link { get; init; } }")]
    [InlineData("public record struct M(int N, string S);")]
    [InlineData("public readonly record struct M(int N);")]
    [InlineData("public struct M { public int N { get; set; } public string S; }")]
    [InlineData("public class M(int n, string s) { public int N => n; public string S => s; }")]
    [InlineData("public enum M { A }")]
    [InlineData("public record M(ImmutableArray<string> Names, ImmutableDictionary<string, int> Counts);")]
    [InlineData("public record M(FrozenSet<string> Names, FrozenDictionary<int, Guid> Ids);")]
    [InlineData("public record M(int? N, (int A, string B) Pair, KeyValuePair<string, DateTime> Entry, Tuple<int, string> Old);")]
    [InlineData("public record M(Lazy<string> S);")]
    [InlineData("public record M(Exception Error, InvalidOperationException Other, CancellationToken Token, Type T, CultureInfo C);")]
    [InlineData("public class M(string s) : Exception(s) { public int Code { get; init; } }")]
    [InlineData("public class M : EventArgs { public int N { get; init; } }")]
    [InlineData("public record M(M? Next, ImmutableList<M> All);")]
    [InlineData("public record M(N? Other); public record N(M? Other);")]
    [InlineData("public record M(Box<int> B); public record Box<T>(T Value);")]
    [InlineData("public class M { private string? _text; public int N { get; init; } public string Text => _text ??= N.ToString(); }")]
    [InlineData("public class M { public static int Count { get; set; } public static List<int> All { get; } = []; }")]
    [InlineData("public class M : B; public class B { public int N { get; init; } }")]
    [InlineData("public class M { public int N { get; } } public class D : M { public string S { get; init; } = \"\"; }")]
    [InlineData("public class M { public List<int> Squares => [N * N]; public int N { get; init; } }")]
    [InlineData("[Immutable] public class M { public List<int> Filled { get; } = []; } public class ImmutableAttribute : Attribute;")]
    [InlineData("public record M(Inner I); [Immutable] public class Inner { public int[] A = []; } public class ImmutableAttribute : Attribute;")]
    public void ItCannotChange(string source) => Assert.Equal("Immutable", Text(source));

    [Theory]
    [InlineData("public class M { public int N { get; set; } }", "'N' can be set")]
    [InlineData("public class M { public int N { get; internal set; } }", "'N' can be set")]
    [InlineData("public class M { public int N { get; protected set; } }", "'N' can be set")]
    [InlineData("public class M { public int N; }", "'N' can be set")]
    [InlineData("public class M { internal string S = \"\"; }", "'S' can be set")]
    [InlineData("public class M { public required int N { get; set; } }", "'N' can be set")]
    [InlineData("public class M { public int N { get; private set; } public void Add() => N++; }", "'N' can be assigned")]
    [InlineData("public class M { private int _n; public int N => _n; public void Add() => _n++; }", "'_n' can be assigned")]
    [InlineData("public class M { private int _n; public int N { get => _n; set => _n = value; } }", "'_n' can be assigned")]
    [InlineData("public class M { public int N { get => 1; set { } } }", "'N' can be set")]
    [InlineData("public class M { public int this[int i] { get => i; set { } } }", "its elements can be set")]
    [InlineData("public record M { public int N { get; set; } }", "'N' can be set")]
    [InlineData("public record M(int N) { public int N { get; set; } = N; }", "'N' can be set")]
    [InlineData("public record M(List<int> Lines);", "'Lines' is a 'List<int>'")]
    [InlineData("public record M(Dictionary<string, int> Counts);", "'Counts' is a 'Dictionary<string, int>'")]
    [InlineData("public record M(IList<int> Lines);", "'Lines' is an 'IList<int>'")]
    [InlineData("public record M(HashSet<int>? Set);", "'Set' is a 'HashSet<int>'")]
    [InlineData("public record M(ConcurrentQueue<int> Q);", "'Q' is a 'ConcurrentQueue<int>'")]
    [InlineData("public record M(StringBuilder Text);", "'Text' is a 'StringBuilder'")]
    [InlineData("public record M(ImmutableArray<int>.Builder Numbers);", "'Numbers' is a 'Builder'")]
    [InlineData("public record M(string[] Tags);", "'Tags' is a 'string[]'")]
    [InlineData("public record struct M(List<int> Lines);", "'Lines' is a 'List<int>'")]
    [InlineData("public struct M { public List<int> Lines; }", "'Lines' is a 'List<int>'")]
    [InlineData("public record M(ImmutableArray<Line> Lines); public class Line { public int Price { get; set; } }", "'Lines' holds what can change: a 'Line', whose 'Price' can be set")]
    [InlineData("public record M(IReadOnlyList<Line> Lines); public class Line { public int Price { get; set; } }", "'Lines' holds what can change: a 'Line', whose 'Price' can be set")]
    [InlineData("public record M(Lazy<List<int>> Lines);", "'Lines' holds what can change: a 'List<int>' can be changed")]
    [InlineData("public record M(ImmutableArray<int[]> Rows);", "'Rows' holds what can change: the elements of an 'int[]' can be set")]
    [InlineData("public record M(Address A); public record Address(City C); public class City { public string Name { get; set; } = \"\"; }", "'A' is an 'Address', whose 'C' is a 'City', whose 'Name' can be set")]
    [InlineData("public record M(Box<List<int>> B); public record Box<T>(T Value);", "'B' is a 'Box<List<int>>', whose 'Value' is a 'List<int>'")]
    [InlineData("public class M : B; public class B { public int N { get; set; } }", "'N' can be set")]
    [InlineData("public class M { public int N { get; } } public class D : M { public string S { get; set; } = \"\"; }", "'D' is one, whose 'S' can be set")]
    [InlineData("public interface M; public class D : M { public string S { get; set; } = \"\"; }", "'D' is one, whose 'S' can be set")]
    [InlineData("public interface M { int N { get; set; } }", "'N' can be set")]
    [InlineData("public interface M { int N { get; set; } bool IsOf(int n); }", "'N' can be set")]
    [InlineData("public abstract record M; public record D(List<int> L) : M;", "'D' is one, whose 'L' is a 'List<int>'")]
    [InlineData("public record M(B Base); public class B; public class D : B { public int N { get; set; } }", "'Base' holds what can change: 'D' is one, whose 'N' can be set")]
    [InlineData("public class M : List<int>;", "it is a 'List<int>'")]
    [InlineData("public record M(Lines L); public class Lines : List<int>;", "'L' is a 'Lines'")]
    [InlineData("public class M { private string? _text; public string Text => _text ??= \"\"; public void Reset() => _text = null; }", "'_text' can be assigned")]
    [InlineData("public record M(M? Next) { public int N { get; set; } }", "'N' can be set")]
    [InlineData("public record M(N? Other); public record N(M? Other) { public int Count { get; set; } }", "'Other' is a 'N', whose 'Count' can be set")]
    [InlineData("public class M(List<int> lines) { public int Count => lines.Count; }", "'lines' is a 'List<int>'")]
    [InlineData("public class M(int n) { public int Next() => n++; }", "'n' can be assigned")]
    [InlineData("public record M(System.Net.CookieContainer C);", "'C' is a 'CookieContainer', whose 'Capacity' can be set")]
    public void ItCanChange(string source, string because) => Assert.Equal("Mutable: " + because, Text(source));

    [Theory]
    [InlineData("public record M(IReadOnlyList<int> Lines);", "View: 'Lines' is an 'IReadOnlyList<int>', a view of what others may change")]
    [InlineData("public record M(IEnumerable<string> Lines);", "View: 'Lines' is an 'IEnumerable<string>', a view of what others may change")]
    [InlineData("public record M(System.Collections.ObjectModel.ReadOnlyCollection<int> C);", "View: 'C' is a 'ReadOnlyCollection<int>', a view of what others may change")]
    [InlineData("public record M(ReadOnlyMemory<byte> C);", "View: 'C' is a 'ReadOnlyMemory<byte>', a view of what others may change")]
    [InlineData("public record M(object Tag);", "Unknown: 'Tag' is an 'object'")]
    [InlineData("public record M(Action Then);", "Unknown: 'Then' is an 'Action'")]
    [InlineData("public record M<T>(T Value);", "Unknown: 'Value' is a 'T'")]
    [InlineData("public record M(IFormattable F);", "Unknown: 'F' is an 'IFormattable'")]
    [InlineData("public record M(IService S); public interface IService { void Go(); } public class Service : IService { public int N { get; set; } public void Go() { } }", "Unknown: 'S' is an 'IService'")]
    [InlineData("public class M { public event Action? Changed; }", "Unknown: 'Changed' is an event")]
    [InlineData("public record M(System.Threading.Channels.Channel<int> Back);", "Unknown: 'Back' is a 'Channel<int>'")]
    [InlineData("public record M(System.Threading.Channels.ChannelWriter<int> Back);", "Unknown: 'Back' is a 'ChannelWriter<int>'")]
    [InlineData("public record M(System.Threading.Tasks.Dataflow.ITargetBlock<int> Back);", "Unknown: 'Back' is an 'ITargetBlock<int>'")]
    [InlineData("public record M(IService S); public interface IService { int Port { get; set; } Task GoAsync(); }", "Unknown: 'S' is an 'IService'")]
    [InlineData("public record M(SemaphoreSlim Gate);", "Unknown: 'Gate' is a 'SemaphoreSlim'")]
    [InlineData("public record M(IBack B); public interface IBack : IBase; public interface IBase { void Go(); } public class Back : IBack { public int N { get; set; } public void Go() { } }", "Unknown: 'B' is an 'IBack'")]
    [InlineData("public record M(Gone G);", "Unknown: 'G' is a 'Gone'")]
    [InlineData("public record M(CancellationTokenRegistration R);", "Unknown: 'R' is a 'CancellationTokenRegistration', whose '_node' is a 'CallbackNode'")]
    [InlineData("public class Node<T> { public Node<Node<T>>? Down { get; init; } } public record M(Node<int> N);", "Unknown")]
    public void ItIsNotKnownOrAView(string source, string expected) => Assert.StartsWith(expected, Text(source));

    [Fact]
    public void OnlyABufferCanChange()
    {
        var (knowledge, type) = Find("public record M(byte[] Data, ArraySegment<byte> Rest);");
        Assert.True(knowledge.Immutability.Of(type).BufferOnly);
        (knowledge, type) = Find("public record M(byte[] Data, List<byte> More);");
        Assert.False(knowledge.Immutability.Of(type).BufferOnly);
    }

    /// <summary>In a circle the answer for each type is the same, whichever is asked for first.</summary>
    [Theory]
    [InlineData("A", "B", "C")]
    [InlineData("B", "C", "A")]
    [InlineData("C", "A", "B")]
    public void TypesInACircleAreJudgedAlike(string first, string second, string third)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "public record A(B? Next); public record B(C? Next, A? Back); public record C(A? Next) { public int N { get; set; } } public record D(D? Next);"));
        var knowledge = KnowledgeBase.Create(compilation);

        Assert.All(new[] { first, second, third }, name => Assert.Equal(MutabilityKind.Mutable, knowledge.Immutability.Of(compilation.GetTypeByMetadataName(name)!).Kind));
        Assert.Equal(MutabilityKind.Immutable, knowledge.Immutability.Of(compilation.GetTypeByMetadataName("D")!).Kind);
    }

    [Fact]
    [KnownError("A private list that is filled in the constructor and only read afterwards is taken for state that can change.")]
    public void KnownFalseAlarm_APrivateListThatIsOnlyRead() =>
        Assert.StartsWith("Mutable", Text("public class M { private readonly List<int> _lines; public M(IEnumerable<int> l) => _lines = [.. l]; public int Count => _lines.Count; }"));

    private static string Text(string source)
    {
        var (knowledge, type) = Find(source);
        var answer = knowledge.Immutability.Of(type);
        return answer.Because.Length == 0 ? answer.Kind.ToString() : $"{answer.Kind}: {answer.Because}";
    }

    private static (KnowledgeBase Knowledge, INamedTypeSymbol Type) Find(string source)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.Collections.Concurrent; using System.Collections.Frozen; using System.Collections.Immutable; using System.Globalization; using System.Text; " + source));
        return (KnowledgeBase.Create(compilation), compilation.GetTypeByMetadataName("M") ?? compilation.GetTypeByMetadataName("M`1")!);
    }
}
