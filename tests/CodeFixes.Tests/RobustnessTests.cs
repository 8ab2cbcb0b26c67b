using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Whatever a diagnostic says about whatever code, the fixes give an edit that compiles or none, and never throw.</summary>
public class RobustnessTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        public class Service(Func<int, Task<int>> work)
        {
            private readonly Dictionary<string, int> _map = new();
            private int _n;
            private string? _text;

            public async Task<int> RunAsync(string key, CancellationToken cancel)
            {
                if (_map.TryGetValue(key, out var found)) return found;
                var t = _n;
                t += await work(t);
                switch (t)
                {
                    case 1: _n = Math.Max(t, await work(_n)); break;
                    default: _map[key] = await work(2); break;
                }
                for (var i = 0; i < 3; i++) _n += await work(i) + (i > 1 ? await work(i) : 0);
                await Task.WhenAll(_map.Keys.Select(async k => _n = _n + await work(k.Length)));
                _text ??= (await work(4)).ToString();
                (_n, t) = (t, await work(5));
                return _n = t + 1;
            }

            public async Task<int> LookAsync() => _n += await work(1);
        }
        """;

    [Fact]
    public async Task Any_two_places_are_answered()
    {
        var document = Load(Source);
        var root = (await document.GetSyntaxRootAsync())!;
        var writes = root.DescendantNodes().Where(n => n is AssignmentExpressionSyntax or InvocationExpressionSyntax or PostfixUnaryExpressionSyntax).ToList();
        var reads = root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText is "_n" or "_map" or "_text" or "t").ToList();
        var random = new Random(7);
        for (var i = 0; i < 120; i++)
            await AskAsync(document, writes[random.Next(writes.Count)], reads[random.Next(reads.Count)]);
        Assert.True(writes.Count > 15 && reads.Count > 15, $"{writes.Count} {reads.Count}");
    }

    [Fact]
    public async Task Half_typed_code_is_answered()
    {
        var tokens = CSharpSyntaxTree.ParseText(Source).GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).ToList();
        for (var i = 0; i < tokens.Count; i += 5)
        {
            var document = Load(Source.Remove(tokens[i].SpanStart, tokens[i].Span.Length));
            var root = (await document.GetSyntaxRootAsync())!;
            var writes = root.DescendantNodes().OfType<AssignmentExpressionSyntax>().ToList();
            var read = root.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(n => n.Identifier.ValueText == "_n");
            if (read is not null && writes.Count > 0)
                await AskAsync(document, writes[i % writes.Count], read, mayHaveErrors: true);
        }

        Assert.True(tokens.Count > 200);
    }

    private static async Task AskAsync(Document document, SyntaxNode write, SyntaxNode read, bool mayHaveErrors = false)
    {
        var hint = new FixHint(FixKinds.ReadAfterAwait | FixKinds.CheckAgain | FixKinds.Guard, read.ToString().Contains("_map") ? "_map" : "_n", false, 0, "", true);
        var finding = Diagnostic.Create("ASA0101", "State", "m", DiagnosticSeverity.Warning, DiagnosticSeverity.Warning, true, 1, location: write.GetLocation(), additionalLocations: new[] { read.GetLocation() }, properties: hint.Write());
        foreach (var provider in new CodeFixProvider[] { new FreshValueCodeFixProvider(), new GuardCodeFixProvider() })
        {
            var offers = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offers.Add(action), default));
            foreach (var offer in offers)
            {
                var changed = (await offer.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                if (mayHaveErrors)
                    continue;
                var errors = (await changed.GetSemanticModelAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
                Assert.True(errors.Count == 0, $"{offer.EquivalenceKey} for '{write}' and '{read}': {string.Join("\n", errors)}\n{await changed.GetTextAsync()}");
            }
        }
    }

    private static Document Load(string source)
    {
        var project = new AdhocWorkspace().CurrentSolution.AddProject("Test", "Test", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.CSharp12))
            .WithMetadataReferences(Fixing.References);
        return project.AddDocument("Test.cs", SourceText.From(source), filePath: "/src/Test.cs");
    }
}
