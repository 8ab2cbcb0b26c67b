using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Whether code that ran without a guard may run under it: it waits for nothing and calls nobody who may ask for the guard. Whoever gives a
/// guard back before an event is raised or a task is awaited means it.
/// </summary>
internal sealed class GuardQuiet
{
    private readonly SemanticModel _model;
    private readonly ISymbol? _gate;
    private readonly Calls? _calls;

    /// <summary>The question for the guard that <paramref name="acquire"/> takes.</summary>
    public GuardQuiet(FixSite site, InvocationExpressionSyntax acquire)
    {
        _model = site.Model;
        _gate = GuardCalls.Guard(acquire) is { } guard ? site.Model.GetSymbolInfo(guard).Symbol : null;
        var type = acquire.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? site.Model.GetDeclaredSymbol(declaration) as INamedTypeSymbol : null;
        _calls = type is null ? null : new Calls(site.Model.Compilation, type);
    }

    /// <summary>True where <paramref name="code"/> may run under the guard.</summary>
    public bool IsQuiet(SyntaxNode code)
    {
        var nodes = code.DescendantNodesAndSelf(n => n == code || !Bodies.IsBody(n)).ToList();
        if (_gate is null || nodes.Any(Bodies.Suspends) || nodes.OfType<InvocationExpressionSyntax>().Any(IsUnknown))
            return false;
        return _calls is null || !_calls.Reachable(new[] { code }).Any(body => Accesses.Of(_gate, body, _model.SyntaxTree == body.SyntaxTree ? _model : _model.Compilation.GetSemanticModel(body.SyntaxTree)).Any());
    }

    /// <summary>True where what follows <paramref name="release"/>, up to the end of the statement at <paramref name="last"/> in <paramref name="list"/> or to where it is left, may run under the guard.</summary>
    public bool IsQuietAfter(StatementSyntax release, SyntaxNode list, int last)
    {
        if (release.Ancestors().TakeWhile(n => n != list).OfType<TryStatementSyntax>().Any(t => t.Finally is { } end && !end.Span.Contains(release.Span) && !IsQuiet(end)))
            return false;
        var node = release;
        while (Statements.ListOf(node) is { } around)
        {
            var all = Statements.In(around).ToList();
            var until = around == list ? last : all.Count - 1;
            for (var i = all.IndexOf(node) + 1; i <= until; i++)
            {
                if (all[i] is ReturnStatementSyntax or ThrowStatementSyntax)
                    return IsQuiet(all[i]);
                if (all[i] is BreakStatementSyntax or ContinueStatementSyntax)
                    return Target(all[i]) is { } target && !list.Span.Contains(target.Span);
                if (!IsQuiet(all[i]))
                    return false;
            }

            if (around == list)
                return true;
            var outer = around.Ancestors().TakeWhile(n => n != list).OfType<StatementSyntax>().ToList();
            var next = outer.FirstOrDefault(s => Statements.ListOf(s) is not null);
            if (next is null || outer.TakeWhile(s => s != next).Append(next).Any(IsLoop))
                return false;
            node = next;
        }

        return false;
    }

    /// <summary>A delegate, an event, a member that others override: what runs then is not known here.</summary>
    private bool IsUnknown(InvocationExpressionSyntax call)
    {
        if (call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" })
            return false;
        return _model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || method.MethodKind == MethodKind.DelegateInvoke
            || ((method.IsAbstract || method.IsVirtual || method.IsOverride) && method.DeclaringSyntaxReferences.Length > 0);
    }

    private static StatementSyntax? Target(StatementSyntax jump) => jump.Ancestors().OfType<StatementSyntax>().FirstOrDefault(s => IsLoop(s) || (jump is BreakStatementSyntax && s is SwitchStatementSyntax));

    private static bool IsLoop(StatementSyntax statement) =>
        statement is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;
}
