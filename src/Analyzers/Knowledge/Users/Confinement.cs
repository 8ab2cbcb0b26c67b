using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// Whether every object of a type stays with one execution: made into a local of a function that waits for each step, or kept in a field of
/// an object that is itself confined. Each creation in the compilation must be understood; one that is not, and nothing is known.
/// </summary>
internal sealed class Confinement
{
    private const int MaxDepth = 3;

    // A method of this name keeps what it is given.
    private static readonly string[] s_keeping = { "Add", "TryAdd", "Enqueue", "Push", "Register", "Insert", "Store", "Set", "Post", "TryWrite", "Write", "Publish", "Subscribe", "Attach", "Track", "Send", "Cache" };
    private readonly Uses _uses;
    private readonly Func<INamedTypeSymbol, string?> _notShared;
    private readonly CancellationToken _cancellationToken;

    /// <summary>For one compilation.</summary>
    /// <param name="uses">The compilation's uses.</param>
    /// <param name="notShared">Why objects of a type are not shared as far as its declaration and registration say; null where nothing does.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Confinement(Uses uses, Func<INamedTypeSymbol, string?> notShared, CancellationToken cancellationToken)
    {
        _uses = uses;
        _notShared = notShared;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Why each object of the type stays with one execution; null where nothing says so.</summary>
    public string? Because(INamedTypeSymbol type, int depth = 0)
    {
        if (depth > MaxDepth || type.IsStatic || _uses.CreationsOf(type, _cancellationToken) is not { Count: > 0 } creations || !_uses.IsClosed(type))
            return null;
        string? because = null;
        foreach (var creation in creations)
        {
            if (Keeper((ExpressionSyntax)creation, depth) is not { } keeper)
                return null;
            because ??= keeper;
        }

        return because;
    }

    /// <summary>True where the object that the method is called on was made in the function of the call, which waits for the call.</summary>
    public bool IsJustMade(ExpressionSyntax receiver)
    {
        if (receiver is not IdentifierNameSyntax name || _uses.ModelOf(receiver).GetSymbolInfo(receiver, _cancellationToken).Symbol is not ILocalSymbol local)
            return receiver is ObjectCreationExpressionSyntax;
        return local.DeclaringSyntaxReferences.Select(r => r.GetSyntax(_cancellationToken)).OfType<VariableDeclaratorSyntax>().Any(d =>
            CallShape.FunctionOf(d) == CallShape.FunctionOf(name)
            && d.Initializer?.Value is { } value
            && Bare(value) is BaseObjectCreationExpressionSyntax);
    }

    /// <summary>
    /// <c>runs.Add(new Session(socket).RunAsync());</c>, also by a local: the object was made for this call, in the same turn of every loop, and gets no other call
    /// of the method. Then it does not matter who waits for it.
    /// </summary>
    public bool IsMadeFor(SimpleNameSyntax place, IReadOnlyList<SimpleNameSyntax> places)
    {
        if (CallShape.ReceiverOf(place) is not { } receiver)
            return false;
        if (receiver is BaseObjectCreationExpressionSyntax)
            return true;
        return receiver is IdentifierNameSyntax && IsJustMade(receiver)
            && _uses.ModelOf(receiver).GetSymbolInfo(receiver, _cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declared] } local
            && CallShape.LoopAround(declared.GetSyntax(_cancellationToken)) == CallShape.LoopAround(place)
            && places.Count(p => CallShape.ReceiverOf(p) is IdentifierNameSyntax other && other.Identifier.ValueText == local.Name && CallShape.MemberOf(other) == CallShape.MemberOf(place)) == 1;
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax waiting => Bare(waiting.Expression),
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        CastExpressionSyntax cast => Bare(cast.Expression),
        _ => expression,
    };

    /// <summary>What keeps the new object, for the message; null where it may come to others.</summary>
    private string? Keeper(ExpressionSyntax made, int depth)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (depth > MaxDepth || CallShape.FunctionOf(made) is AnonymousFunctionExpressionSyntax)
            return null;
        var value = CallShape.WithWaiting(made);
        switch (value.Parent)
        {
            case MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax when CallShape.IsWaitedFor(value, _uses.ModelOf(value), _cancellationToken):
                return InCall(value);
            case UsingStatementSyntax:
                return InCall(value);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } variable }:
                return Local(variable, variable.Identifier.ValueText, depth);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } }:
                return field.Modifiers.Any(SyntaxKind.StaticKeyword) ? null : Owned(field, depth);
            case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                return property.Modifiers.Any(SyntaxKind.StaticKeyword) ? null : Owned(property, depth);
            case AssignmentExpressionSyntax assignment when assignment.Right == value:
                return Assigned(assignment, depth);
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                return FromFactory(value, depth);
            case YieldStatementSyntax:
                return Enumerated(value, depth);
            default:
                return null;
        }
    }

    private string? Assigned(AssignmentExpressionSyntax assignment, int depth)
    {
        switch (_uses.ModelOf(assignment).GetSymbolInfo(assignment.Left, _cancellationToken).Symbol)
        {
            case ILocalSymbol local:
                return local.DeclaringSyntaxReferences.Length == 1 ? Local(local.DeclaringSyntaxReferences[0].GetSyntax(_cancellationToken), local.Name, depth) : null;
            case IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } when assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return Owned(assignment, depth);
            default:
                return null;
        }
    }

    private string? Owned(SyntaxNode member, int depth)
    {
        if (member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || _uses.ModelOf(declaration).GetDeclaredSymbol(declaration, _cancellationToken) is not { } owner)
            return null;
        return _notShared(owner) ?? Because(owner, depth + 1);
    }

    private string? FromFactory(ExpressionSyntax made, int depth) =>
        CallsOfFunctionAround(made) is { } calls && calls.All(c => Keeper(c, depth + 1) is not null) ? Keeper(calls[0], depth + 1) : null;

    private string? Enumerated(ExpressionSyntax made, int depth)
    {
        if (CallsOfFunctionAround(made) is not { } calls)
            return null;
        foreach (var call in calls)
        {
            if (CallShape.Chain(call).Parent is not ForEachStatementSyntax loop || Local(loop, loop.Identifier.ValueText, depth + 1) is null)
                return null;
        }

        return InCall(calls[0]);
    }

    private IReadOnlyList<InvocationExpressionSyntax>? CallsOfFunctionAround(ExpressionSyntax made)
    {
        if (CallShape.FunctionOf(made) is not MethodDeclarationSyntax declaration || _uses.ModelOf(declaration).GetDeclaredSymbol(declaration, _cancellationToken) is not { } method || !_uses.IsClosed(method))
            return null;
        if (_uses.Of(method, _cancellationToken) is not { Count: > 0 } places)
            return null;
        var calls = places.Select(CallShape.CallOf).OfType<InvocationExpressionSyntax>().ToList();
        return calls.Count < places.Count ? null : calls;
    }

    /// <summary>Every use of the local must be one that has ended before the next begins, and none may let the object out.</summary>
    private string? Local(SyntaxNode declaration, string name, int depth)
    {
        if (CallShape.FunctionOf(declaration) is not { } function || depth > MaxDepth)
            return null;
        foreach (var use in function.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText != name || (use.Parent is MemberAccessExpressionSyntax access && access.Name == use) || use.Parent is NameColonSyntax or NameEqualsSyntax)
                continue;
            if (CallShape.FunctionOf(use) != function || !StaysHere(use, depth))
                return null;
        }

        return InCall(declaration);
    }

    private bool StaysHere(ExpressionSyntax use, int depth)
    {
        var chain = CallShape.Chain(use);
        if (chain != use)
            return CallShape.IsWaitedFor(chain, _uses.ModelOf(chain), _cancellationToken);
        switch (use.Parent)
        {
            case ReturnStatementSyntax:
                return FromFactory(use, depth) is not null;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                return !Keeps(call) && CallShape.IsWaitedFor(call, _uses.ModelOf(call), _cancellationToken);
            case ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax holder }:
                return Keeper(holder, depth + 1) is not null;
            case AssignmentExpressionSyntax assignment:
                return assignment.Left == use || Assigned(assignment, depth + 1) is not null;
            case BinaryExpressionSyntax or IsPatternExpressionSyntax or UsingStatementSyntax or AwaitExpressionSyntax or ForEachStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax:
                return true;
            default:
                return false;
        }
    }

    private static bool Keeps(InvocationExpressionSyntax call)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => "Add",
        };
        return s_keeping.Any(name.BeginsWithWord);
    }

    private static string InCall(SyntaxNode node) => $"each object stays in the call of '{CallShape.NameOfMember(node)}' that makes it";
}
