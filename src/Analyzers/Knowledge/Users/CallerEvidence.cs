using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>What the callers of a method elsewhere in the compilation say about whether its runs overlap.</summary>
internal sealed class CallerEvidence
{
    private const int MaxDepth = 5;
    private static readonly string[] s_repeating = { "Select", "ForEachAsync", "ForEach", "For", "Invoke", "ForAll" };
    private readonly Uses _uses;
    private readonly Confinement _confinement;
    private readonly Func<IMethodSymbol, string?> _runsOnce;
    private readonly CancellationToken _cancellationToken;

    /// <summary>For one compilation.</summary>
    /// <param name="uses">The compilation's uses.</param>
    /// <param name="confinement">Where objects stay.</param>
    /// <param name="runsOnce">Why the contract of a framework lets a method run once; null where none does.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public CallerEvidence(Uses uses, Confinement confinement, Func<IMethodSymbol, string?> runsOnce, CancellationToken cancellationToken)
    {
        _uses = uses;
        _confinement = confinement;
        _runsOnce = runsOnce;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Callers that start a run of the method on an object before another has ended; null where none is seen.</summary>
    public Evidence? Together(IMethodSymbol method)
    {
        if ((!TypeFacts.IsTask(method.ReturnType) && TypeFacts.AwaitedType(method.ReturnType) is null) || _uses.NamedLike(method, _cancellationToken) is not { } places)
            return null;

        // What the places look like is asked before what they mean: hardly any of them looks like this.
        foreach (var place in places)
        {
            if (CallShape.CallOf(place) is { } call && !CallShape.IsWaitedForHere(call) && (IsRepeated(place, call) || IsTwin(place, call)) && _uses.Means(place, method, _cancellationToken) == true)
                return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{CallShape.NameOfMember(call)}' starts several runs of '{method.Name}' at once");
        }

        return null;
    }

    /// <summary>True where the one call in sight stands in a loop that waits for it before the next turn.</summary>
    public bool IsCalledInOneLoop(IMethodSymbol method) =>
        _uses.NamedLike(method, _cancellationToken)?.Where(p => _uses.Means(p, method, _cancellationToken) != false).Take(2).ToList() is [var place]
        && CallShape.CallOf(place) is { } call && CallShape.IsWaitedForHere(call) && CallShape.LoopAround(call) is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax;

    /// <summary>Why the method never runs twice at a time on one object, as its callers show; null where they do not.</summary>
    public string? OneAtATime(IMethodSymbol method, int depth = 0)
    {
        if (depth > MaxDepth || !_uses.IsClosed(method) || _uses.MayBeUsed(method, static p => !IsInFunction(p), _cancellationToken) || _uses.Of(method, _cancellationToken) is not { Count: > 0 } places)
            return null;
        var calls = new List<InvocationExpressionSyntax>();
        foreach (var place in places)
        {
            if (CallShape.CallOf(place) is not { } call || !(CallShape.IsWaitedFor(call, _uses.ModelOf(call), _cancellationToken) || (!method.IsStatic && _confinement.IsMadeFor(place, places))))
                return null;
            calls.Add(call);
        }

        if (!method.IsStatic && places.All(p => CallShape.ReceiverOf(p) switch { null => false, BaseExpressionSyntax => IsCalledSo(p, method, depth), var receiver => _confinement.IsJustMade(receiver) }))
            return $"it is called on an object that '{CallShape.NameOfMember(calls[0])}' has just made";
        var callers = calls.Select(CallShape.MemberOf).Distinct().ToList();
        return callers.Count == 1 && callers[0] is { } caller ? RunsOnce(caller, depth) : null;
    }

    /// <summary>An override calls what it overrides: the callers of the override decide. What it calls itself is no use of it.</summary>
    private bool IsCalledSo(SimpleNameSyntax place, IMethodSymbol called, int depth) =>
        CallShape.FunctionOf(place) is MethodDeclarationSyntax overriding
        && _uses.ModelOf(overriding).GetDeclaredSymbol(overriding, _cancellationToken) is IMethodSymbol method
        && (SymbolEqualityComparer.Default.Equals(method, called) || OneAtATime(method, depth + 1) is not null);

    /// <summary>A call in a member or local function: only such a one is looked at more closely.</summary>
    private static bool IsInFunction(SimpleNameSyntax place) =>
        CallShape.CallOf(place) is { } call && CallShape.FunctionOf(call) is not (AnonymousFunctionExpressionSyntax or null);

    private string? RunsOnce(SyntaxNode caller, int depth)
    {
        if (caller is GlobalStatementSyntax)
            return "only the entry point calls it";
        if (caller is not MethodDeclarationSyntax || _uses.ModelOf(caller).GetDeclaredSymbol(caller, _cancellationToken) is not IMethodSymbol method)
            return null;
        if (method is { IsStatic: true, Name: "Main" })
            return "only the entry point calls it";
        return _runsOnce(method) is not null ? $"only '{method.Name}' of '{method.ContainingType.Name}' calls it, which runs once" : OneAtATime(method, depth + 1);
    }

    /// <summary>The call stands in a lambda that runs for several items, or in a loop that gathers the tasks, and the object is the same each time.</summary>
    private bool IsRepeated(SimpleNameSyntax place, InvocationExpressionSyntax call)
    {
        if (CallShape.FunctionOf(call) is AnonymousFunctionExpressionSyntax lambda)
        {
            return lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var on } } runner }
                && Array.IndexOf(s_repeating, name) >= 0
                && (name == "Select" ? IsGathered(runner) : on is IdentifierNameSyntax { Identifier.ValueText: "Parallel" } && name != "Invoke")
                && IsSameObject(place, lambda);
        }

        return CallShape.LoopAround(call) is { } loop && call.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" } } } && IsSameObject(place, loop);
    }

    private static bool IsGathered(SyntaxNode node) =>
        node.Ancestors().TakeWhile(static n => n is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
            .Any(static n => n is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WhenAny" } });

    /// <summary>Two calls of one method on one object among the arguments of one call: <c>Task.WhenAll(x.M(), x.M())</c>.</summary>
    private static bool IsTwin(SimpleNameSyntax place, InvocationExpressionSyntax call) =>
        call.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WhenAny" } } } list }
        && list.Arguments.Count(a => a.Expression is InvocationExpressionSyntax other && other.Expression.ToString() == call.Expression.ToString()) > 1
        && place.Span.Length > 0;

    /// <summary>The object is named outside the construct that repeats the call.</summary>
    private bool IsSameObject(SimpleNameSyntax place, SyntaxNode repeated)
    {
        var receiver = CallShape.ReceiverOf(place);
        while (receiver is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access)
            receiver = access.Expression;
        if (receiver is null or ThisExpressionSyntax or MemberAccessExpressionSyntax)
            return true;
        return receiver is IdentifierNameSyntax && _uses.ModelOf(receiver).GetSymbolInfo(receiver, _cancellationToken).Symbol is { } symbol
            && (symbol is IFieldSymbol or IPropertySymbol or INamedTypeSymbol || symbol.DeclaringSyntaxReferences.All(r => r.SyntaxTree == repeated.SyntaxTree && !repeated.Span.Contains(r.Span)));
    }
}
