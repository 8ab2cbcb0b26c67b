using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// When a guard mends and when it only adds a lock: it has to cover every writer, must not be asked for while it is held, and must
/// not be held while waiting for somebody who needs it.
/// </summary>
internal sealed class GuardSafety
{
    private static readonly string[] GuardWords = { "lock", "gate", "mutex", "semaphore", "guard" };
    private readonly FixSite _site;
    private readonly ISymbol _state;
    private readonly GuardRange _range;
    private readonly ISymbol? _gate;
    private readonly Calls _calls;
    private readonly IReadOnlyList<SyntaxNode> _scopes;

    /// <summary>The questions about guarding <paramref name="range"/> with <paramref name="gate"/>, null for a new one.</summary>
    public GuardSafety(FixSite site, ISymbol state, GuardRange range, ISymbol? gate, INamedTypeSymbol type)
    {
        _site = site;
        _state = state;
        _range = range;
        _gate = gate;
        _calls = new Calls(site.Model.Compilation, type);
        _scopes = Scopes(state, type);
    }

    /// <summary>True where the guard can be offered.</summary>
    public bool Allows() => IsOwn() && CanWait() && !IsGuardedAlready() && !WaitsForOthers() && CoversEveryWriter() && !MeetsItself();

    /// <summary>True where the guard that others take can be taken here as well.</summary>
    /// <param name="isReentrant">True where who holds it may take it again.</param>
    public bool AllowsTaking(bool isReentrant)
    {
        var code = _range.Code.SelectMany(c => c.DescendantNodesAndSelf(n => !Bodies.IsBody(n))).ToList();
        var inside = _range.Code[0].Ancestors().TakeWhile(n => n != _site.Body).Concat(code);
        return IsOwn()
            && !inside.Any(n => n is LockStatementSyntax or YieldStatementSyntax)
            && Bodies.Member(_site.Write) is not (ConstructorDeclarationSyntax or DestructorDeclarationSyntax)
            && !IsGuardedAlready() && !WaitsForOthers() && (isReentrant || !MeetsItself())
            && !_calls.Reachable(_range.Code).Any(TakesAny);
    }

    /// <summary>A guard inside another one is an order of guards, and nobody has said which.</summary>
    private bool TakesAny(SyntaxNode callee) =>
        callee.DescendantNodes().Any(n => n is LockStatementSyntax || (n is InvocationExpressionSyntax call && call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAsync" or "WaitOne" or "Enter" or "TryEnter" or "EnterScope" or "LockAsync" }));

    /// <summary>Only state of this object (or static, or a captured local) is protected by a guard of this object.</summary>
    private bool IsOwn()
    {
        if (_state.IsStatic)
            return true;
        var places = new[] { _site.Write, _site.Read }.SelectMany(node => Accesses.Of(_state, node, _site.Model));
        var written = _scopes.SelectMany(scope => Accesses.Of(_state, scope, ModelOf(scope))).Where(name => Accesses.WriteAt(name) is { } write && !IsUnshared(write));
        return places.Concat(written).All(name => name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || access.Expression is ThisExpressionSyntax or BaseExpressionSyntax);
    }

    /// <summary>Somebody has to be able to wait: not a constructor, not an iterator that holds the guard while its consumer runs, not async void, whose callers go on and pile up.</summary>
    private bool CanWait()
    {
        if (!Bodies.IsAsync(_site.Body) || _site.Body is CompilationUnitSyntax || Bodies.Symbol(_site.Model, _site.Body) is not { ReturnsVoid: false })
            return false;
        if (Bodies.Member(_site.Write) is ConstructorDeclarationSyntax or DestructorDeclarationSyntax)
            return false;
        return !_range.Code.Any(c => c.DescendantNodesAndSelf(n => !Bodies.IsBody(n)).Any(n => n is YieldStatementSyntax));
    }

    /// <summary>A guard around or inside another one is a second lock order; the right change there is to that guard.</summary>
    private bool IsGuardedAlready() =>
        Bodies.OwnNodes(_site.Body).Any(node => node switch
        {
            InvocationExpressionSyntax call => TakesGuard(call),
            UsingStatementSyntax { AwaitKeyword.RawKind: 0 } block => NamesGuard((SyntaxNode?)block.Expression ?? block.Declaration),
            LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, AwaitKeyword.RawKind: 0 } block => NamesGuard(block.Declaration),
            _ => false,
        });

    /// <summary>A releaser that is awaited and disposed of at the end is a guard by whatever class; its names say so.</summary>
    private static bool NamesGuard(SyntaxNode? resource) => resource is not null && resource.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any()
        && resource.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => GuardWords.Any(word => name.Identifier.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    private bool TakesGuard(InvocationExpressionSyntax call)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        var type = (_site.Model.GetSymbolInfo(call).Symbol as IMethodSymbol)?.ContainingType?.Name;
        return name is "Wait" or "WaitAsync" or "WaitOne" && type is "SemaphoreSlim" or "Semaphore" or "Mutex"
            || name is "Enter" or "TryEnter" && type is "Monitor" or "SpinLock" or "Lock"
            || name is "LockAsync" or "EnterAsync" or "AcquireAsync" or "WriterLockAsync" or "ReaderLockAsync" or "WriteLockAsync" or "ReadLockAsync";
    }

    /// <summary>An await of a signal holds the guard until somebody sends it, who may be waiting for the guard.</summary>
    private bool WaitsForOthers() => _range.Code
        .SelectMany(c => c.DescendantNodesAndSelf(n => !Bodies.IsBody(n)).OfType<AwaitExpressionSyntax>())
        .SelectMany(a => a.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        .Any(access => access.Name.Identifier.ValueText == "Task" && _site.Model.GetTypeInfo(access.Expression).Type?.Name == "TaskCompletionSource");

    /// <summary>
    /// A writer without the guard comes between all the same. One that could have it, because it holds a value over an await as
    /// well, will be offered the same guard; one that cannot makes this guard an empty promise.
    /// </summary>
    private bool CoversEveryWriter() => Writers().All(write =>
        _range.Contains(write) || IsUnshared(write) || IsHeldAt(write) || IsGuardable(write));

    /// <summary>Bodies that will or do take this guard must not call each other.</summary>
    private bool MeetsItself()
    {
        var reached = _calls.Reachable(_range.Code).ToList();
        if (reached.Contains(_site.Body) || reached.Any(TakesThisGuard))
            return true;
        var others = Writers().Where(w => !_range.Contains(w) && !IsUnshared(w)).Select(Bodies.Enclosing)
            .Concat(_gate is null ? Array.Empty<SyntaxNode>() : GateUsers())
            .Where(body => body != _site.Body).Distinct();
        return others.Any(body => _calls.Reachable(new[] { body }).Contains(_site.Body));
    }

    private bool TakesThisGuard(SyntaxNode callee) =>
        (_gate is not null && Accesses.Of(_gate, callee, ModelOf(callee)).Any())
        || Accesses.Writes(_state, callee, ModelOf(callee)).Any(write => !IsUnshared(write) && IsGuardable(write));

    private IEnumerable<SyntaxNode> GateUsers() =>
        _scopes.SelectMany(scope => Accesses.Of(_gate!, scope, ModelOf(scope))).Select(name => Bodies.Enclosing(name));

    private IEnumerable<SyntaxNode> Writers() => _scopes.SelectMany(scope => Accesses.Writes(_state, scope, ModelOf(scope)));

    /// <summary>Constructors and initialisers run before anybody else knows the object.</summary>
    public static bool IsUnshared(SyntaxNode write) => Bodies.Enclosing(write) is ConstructorDeclarationSyntax or BaseTypeDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null };

    private bool IsHeldAt(SyntaxNode write) => _gate is not null && GuardField.Regions(_gate, ModelOf(write), write.AncestorsAndSelf()).Any();

    private bool IsGuardable(SyntaxNode write)
    {
        var body = Bodies.Enclosing(write);
        if (body == _site.Body || !Bodies.IsAsync(body) || Bodies.Symbol(ModelOf(body), body) is not { ReturnsVoid: false })
            return false;
        var reads = Accesses.Of(_state, body, ModelOf(body)).Where(name => !Accesses.IsBlindTarget(name)).Select(name => name.SpanStart).DefaultIfEmpty(int.MaxValue).Min();
        return Bodies.OwnNodes(body).Any(node => Bodies.Suspends(node) && node.SpanStart >= reads && node.SpanStart < write.Span.End);
    }

    private SemanticModel ModelOf(SyntaxNode node) =>
        node.SyntaxTree == _site.Model.SyntaxTree ? _site.Model : _site.Model.Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>Where <paramref name="state"/> can be named: in the member that declares a variable, else in the declarations of the types.</summary>
    public static IReadOnlyList<SyntaxNode> Scopes(ISymbol state, INamedTypeSymbol type)
    {
        if (state is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } })
            return state.DeclaringSyntaxReferences.Select(r => Bodies.Member(r.GetSyntax())).ToList();
        var scopes = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).ToList();
        if (state.ContainingType is { } owner && !SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, type.OriginalDefinition))
            scopes.AddRange(owner.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).Where(s => !scopes.Any(o => o.SyntaxTree == s.SyntaxTree && o.Span.Contains(s.Span))));
        return scopes;
    }
}
