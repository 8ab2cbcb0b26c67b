using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// The names of the methods that some code of the compilation calls in a function which runs for several items at once: <c>Parallel.ForEachAsync(items,
/// async (i, t) => await context.PublishAsync(i))</c>. Found once for each file that has the words; by name alone, so that nearly no type is looked at for it.
/// </summary>
internal sealed class ManyRuns
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> s_files = new();
    private static readonly string[] s_words = { "ForEachAsync", "WhenAll", "ForEach" };
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private ManyRuns()
    {
    }

    /// <summary>The names of a compilation.</summary>
    public static ManyRuns Of(Compilation compilation)
    {
        var result = new ManyRuns();
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (s_words.Any(NameIndex.Of(tree).MayContain))
                result._names.UnionWith(s_files.GetValue(tree, static t => In(t)));
        }

        return result;
    }

    /// <summary>True where some code may start several runs of a method of this name at once.</summary>
    public bool MayStart(string method) => _names.Contains(method);

    private static HashSet<string> In(SyntaxTree tree)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in s_words.SelectMany(w => NameIndex.Find(tree, w, CancellationToken.None)))
        {
            if (CallShape.CallOf(name) is not { } runner || (name.Identifier.ValueText.StartsWith("For", StringComparison.Ordinal) && CallShape.ReceiverOf(name) is not IdentifierNameSyntax { Identifier.ValueText: "Parallel" }))
                continue;
            foreach (var call in runner.ArgumentList.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "Task" }, Name.Identifier.ValueText: var called } && CallShape.FunctionOf(call) is AnonymousFunctionExpressionSyntax)
                    result.Add(called);
            }
        }

        return result;
    }
}
