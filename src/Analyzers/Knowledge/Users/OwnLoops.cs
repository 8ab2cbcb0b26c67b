using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// Projects that run their code in a loop of their own: <c>class MainLoop : SynchronizationContext</c> that can be awaited (<c>await MainLoop;</c>).
/// Code that has switched to it comes back to its one thread after each wait. Asked only when something is about to be reported.
/// </summary>
internal static class OwnLoops
{
    private static readonly ConditionalWeakTable<Compilation, object> s_known = new();

    /// <summary>True where the compilation declares such a context.</summary>
    public static bool In(Compilation compilation, CancellationToken cancellationToken) =>
        (bool)s_known.GetValue(compilation, c => c.SyntaxTrees.Any(t => Declares(t, cancellationToken)));

    private static bool Declares(SyntaxTree tree, CancellationToken cancellationToken) =>
        NameIndex.Of(tree).MayContain(Concurrency.Context) && NameIndex.Of(tree).MayContain(Concurrency.AwaitedBy)
        && tree.GetRoot(cancellationToken).DescendantNodes(static n => n is not BaseMethodDeclarationSyntax).OfType<ClassDeclarationSyntax>().Any(static c =>
            c.BaseList?.Types.Any(static b => b.Type.ToString().EndsWith(Concurrency.Context, StringComparison.Ordinal)) == true
            && c.Members.Any(static m => m is MethodDeclarationSyntax { Identifier.ValueText: Concurrency.AwaitedBy }));
}
