using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Whether the one who comes second may simply drop what it has waited for. That needs a write that publishes the awaited result and
/// an awaited call that leaves nothing behind; where the wait itself is the deed, a second test comes too late.
/// </summary>
internal sealed class DroppedResult
{
    private static readonly HashSet<string> Deeds = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept", "acquire", "book", "charge", "claim", "commit", "delete", "deposit", "dequeue", "enqueue", "flush", "insert", "lease", "notify", "pay", "pop", "post",
        "publish", "receive", "register", "remove", "rent", "reserve", "save", "send", "start", "stop", "submit", "subscribe", "take", "transfer", "update", "withdraw", "write",
    };

    private readonly FixSite _site;
    private readonly ISymbol _state;
    private readonly IReadOnlyList<SyntaxNode> _suspensions;

    /// <summary>The waits between read and write of <paramref name="site"/>.</summary>
    public DroppedResult(FixSite site, ISymbol state)
    {
        _site = site;
        _state = state;
        _suspensions = Bodies.OwnNodes(site.Body).Where(n => Bodies.Suspends(n) && n.SpanStart >= site.Read.SpanStart && n.SpanStart < site.Write.Span.End).ToList();
    }

    /// <summary>True where a loser's <paramref name="value"/> can be dropped.</summary>
    public bool MayDrop(ExpressionSyntax value) =>
        _suspensions.All(LeavesNothing) && !IsHalfDone() && Holders(value) is { } holders && (ContainsWait(value) || holders.Count > 0)
        && !IsDisposable(_site.Model.GetTypeInfo(value).Type) && !IsInvalidatedElsewhere();

    /// <summary>True where the act can be left out: nothing that was waited for has worked on the state yet.</summary>
    public bool MaySkip() => !IsHalfDone() && _suspensions.All(s => s is AwaitExpressionSyntax && !Accesses.Of(_state, s, _site.Model).Any() && !s.Span.Contains(_site.Write.Span));

    /// <summary>The locals through which the awaited result reaches <paramref name="value"/>.</summary>
    public IReadOnlyCollection<ISymbol> Holders(ExpressionSyntax value)
    {
        var holders = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var local in Locals(value))
            Holds(local, holders, new HashSet<ISymbol>(SymbolEqualityComparer.Default));
        return holders;
    }

    private bool Holds(ISymbol local, HashSet<ISymbol> holders, HashSet<ISymbol> visited)
    {
        if (!visited.Add(local))
            return holders.Contains(local);
        var holds = Sources(local).Any(source => ContainsWait(source) || Locals(source).ToList().Any(l => Holds(l, holders, visited)));
        return holds && (holders.Add(local) || holders.Contains(local));
    }

    private IEnumerable<ISymbol> Locals(SyntaxNode value) => value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
        .Select(name => _site.Model.GetSymbolInfo(name).Symbol).Where(s => s is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None })!;

    private IEnumerable<ExpressionSyntax> Sources(ISymbol local)
    {
        foreach (var node in Bodies.OwnNodes(_site.Body).Where(n => n.SpanStart < _site.Write.SpanStart))
        {
            if (node is VariableDeclaratorSyntax { Initializer.Value: var value } declarator && SymbolEqualityComparer.Default.Equals(_site.Model.GetDeclaredSymbol(declarator), local))
                yield return value;
            if (node is AssignmentExpressionSyntax assignment && SymbolEqualityComparer.Default.Equals(_site.Model.GetSymbolInfo(assignment.Left).Symbol, local))
                yield return assignment.Right;
        }
    }

    private bool ContainsWait(SyntaxNode value) => _suspensions.Any(s => value.Span.Contains(s.Span));

    /// <summary>What has been written down between the test and the wait (counted, marked as busy) would stay so for the one who comes second.</summary>
    private bool IsHalfDone() => Bodies.OwnNodes(_site.Body).OfType<IdentifierNameSyntax>()
        .Where(name => name.SpanStart >= _site.Read.Span.End && Accesses.WriteAt(name) is { } write && write.Span.End <= _site.Write.SpanStart)
        .Any(name => _site.Model.GetSymbolInfo(name).Symbol is IFieldSymbol or IPropertySymbol && !IsOfLocal(name));

    /// <summary>What is set up on an object that only this run knows is dropped with it.</summary>
    private bool IsOfLocal(IdentifierNameSyntax name)
    {
        if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name)
            return false;
        var root = access.Expression;
        while (root is MemberAccessExpressionSyntax inner)
            root = inner.Expression;
        return _site.Model.GetSymbolInfo(root).Symbol is ILocalSymbol;
    }

    private bool LeavesNothing(SyntaxNode suspension)
    {
        if (suspension is not AwaitExpressionSyntax wait)
            return false;
        var result = _site.Model.GetTypeInfo(wait).Type;
        var calls = wait.Expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().ToList();
        if (result is null || result.SpecialType == SpecialType.System_Void)
            return calls.Any(c => _site.Model.GetSymbolInfo(c).Symbol is IMethodSymbol { Name: "Delay" or "Yield", ContainingType.Name: "Task" });
        return !IsDisposable(result) && !calls.Any(IsDeed);
    }

    private bool IsDeed(InvocationExpressionSyntax call)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return Deeds.Contains(FirstWord(name))
            || _site.Model.GetSymbolInfo(call).Symbol is IMethodSymbol method && Changes(method, new HashSet<ISymbol>(SymbolEqualityComparer.Default));
    }

    private static string FirstWord(string name)
    {
        var word = name.TrimStart('_');
        var end = 1;
        while (end < word.Length && !char.IsUpper(word[end]))
            end++;
        return word.Length == 0 ? word : word.Substring(0, end);
    }

    /// <summary>True where the method, as far as its source is at hand, changes state that outlives it.</summary>
    private bool Changes(IMethodSymbol method, HashSet<ISymbol> visited)
    {
        if (!visited.Add(method.OriginalDefinition))
            return false;
        foreach (var body in method.OriginalDefinition.DeclaringSyntaxReferences.Select(r => r.GetSyntax()))
        {
            var model = body.SyntaxTree == _site.Model.SyntaxTree ? _site.Model : _site.Model.Compilation.GetSemanticModel(body.SyntaxTree);
            foreach (var name in body.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is IFieldSymbol or IPropertySymbol or IEventSymbol && Accesses.WriteAt(name) is not null)
                    return true;
                if (symbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } callee && callee.DeclaringSyntaxReferences.Length > 0 && Changes(callee, visited))
                    return true;
            }
        }

        return false;
    }

    private static bool IsDisposable(ITypeSymbol? type) =>
        type is not null && type.AllInterfaces.Append(type).Any(i => i.Name is "IDisposable" or "IAsyncDisposable" && i.ContainingNamespace?.Name == "System") && type.Name is not "Task" and not "ValueTask";

    /// <summary>What another member throws away while this one waits would come back by the late write.</summary>
    private bool IsInvalidatedElsewhere()
    {
        if (_state is ILocalSymbol or IParameterSymbol || _state.ContainingType is not { } type)
            return false;
        return type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).Any(scope =>
            Accesses.Writes(_state, scope, scope.SyntaxTree == _site.Model.SyntaxTree ? _site.Model : _site.Model.Compilation.GetSemanticModel(scope.SyntaxTree))
                .Any(write => Bodies.Enclosing(write) != _site.Body && Invalidates(write)));
    }

    private static bool Invalidates(SyntaxNode write) => write switch
    {
        AssignmentExpressionSyntax assignment => Bodies.Enclosing(write) is not ConstructorDeclarationSyntax
            && assignment.Right.DescendantNodesAndSelf().Any(n => n.IsKind(SyntaxKind.NullLiteralExpression) || n.IsKind(SyntaxKind.DefaultLiteralExpression) || n.IsKind(SyntaxKind.FalseLiteralExpression) || n is DefaultExpressionSyntax),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => name is "Clear" or "Remove" or "RemoveAll" or "TryRemove" or "RemoveAt" or "RemoveWhere",
        ConditionalAccessExpressionSyntax => true,
        _ => false,
    };
}
