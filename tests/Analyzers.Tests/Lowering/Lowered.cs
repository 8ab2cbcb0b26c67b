using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using EventText = AsyncStateAnalyzers.Lowering.EventText;

namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Lowers snippets and compares their event texts.</summary>
internal static class Lowered
{
    /// <summary>Code of another type, whose bodies say nothing about the type that is looked at.</summary>
    private const string External =
        """

        static class External
        {
            public static Task<int> F() => throw new Exception(); public static Task<int> G(int x) => throw new Exception(); public static Task<(int, int)> Pair() => throw new Exception();
            public static int Add(ref int x, int y) => x += y; public static IAsyncEnumerable<int> Stream() => throw new Exception(); public static IAsyncDisposable Open() => throw new Exception();
            public static bool Ask(object? x) => throw new Exception(); public static void Tell(object? x) => throw new Exception(); public static object? Make() => throw new Exception();
        }
        """;

    private const string Usings =
        "using System.Collections.Concurrent; using System.Collections.Immutable; using System.Text;\n";

    /// <summary>Checks the events of the member called <c>M</c> in a class with these members.</summary>
    public static void Members(string members, string expected) => File("class C\n{\n" + members + "\n}", expected);

    /// <summary>Checks the events of <c>async Task M()</c> with this body, in a class with the fields that the tests use.</summary>
    public static void Body(string body, string expected) =>
        Members(
            """
            int _n; int _m; bool _busy; string _s = ""; Task? _task; C? _next; object _o = new(); int[] _a = new int[3]; int P { get; set; }
            List<int> _list = new(); readonly Dictionary<string, C> _map = new(); readonly SemaphoreSlim _gate = new(1, 1);
            void Reset(C c) { _n = 0; _m = 0; _busy = false; _s = ""; _task = null; _next = c; _o = c; _a = new int[0]; _list = new(); P = 0; }
            Task<int> F() => throw new Exception(); static Task<int> G(int x) => throw new Exception();
            async Task M()
            {
            """ + body + "\n}",
            expected);

    /// <summary>Checks the events of the member called <c>M</c> in a file.</summary>
    public static void File(string source, string expected)
    {
        var actual = string.Join("\n", Bodies(source).Where(b => b.Name == "M").Select(EventText.Of));
        Assert.True(Normal(expected) == Normal(actual), "Expected:\n" + Normal(expected) + "\nActual:\n" + Normal(actual));
    }

    /// <summary>Lowers every body of a file.</summary>
    public static IEnumerable<LoweredBody> Bodies(string source)
    {
        var compilation = AnalyzerRunner.Compile(("Snippet.cs", Usings + source + External));
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Snippet.cs");
        var model = compilation.GetSemanticModel(tree);
        var knowledge = KnowledgeBase.Create(compilation);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (Block(node, model) is not { } found)
                continue;
            if (BodyLowering.Lower(found.Operation, found.Owner, null, knowledge, CancellationToken.None) is { } body)
                yield return body;
        }
    }

    private static (IOperation Operation, ISymbol Owner)? Block(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case BaseMethodDeclarationSyntax or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null }:
                return model.GetOperation(node) is { } body && model.GetDeclaredSymbol(node) is { } method ? (body, method) : null;
            case ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or IndexerDeclarationSyntax } arrow:
                return model.GetOperation(arrow) is { } getter && model.GetDeclaredSymbol(arrow.Parent!) is IPropertySymbol { GetMethod: { } accessor } ? (getter, accessor) : null;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } declarator }:
                return model.GetOperation(node) is IFieldInitializerOperation field ? (field, model.GetDeclaredSymbol(declarator)!) : null;
            case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                return model.GetOperation(node) is IPropertyInitializerOperation initializer ? (initializer, model.GetDeclaredSymbol(property)!) : null;
            default:
                return null;
        }
    }

    private static string Normal(string text) =>
        string.Join("\n", text.Split('\n').Select(l => l.TrimEnd('\r', ' ')).Where(l => l.Length > 0));
}
