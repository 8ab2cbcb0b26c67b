using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Whether an operation that has begun still needs an object to go on.</summary>
internal static class TaskNeeds
{
    /// <summary>It goes on with the object, or with something that the object has handed out and that ends with it: a service of a scope, the stream of a connection.</summary>
    public static bool Object(SyntaxNode call, string name)
    {
        if (Itself(call, name))
            return true;
        foreach (var local in GuardPlaces.Function(call)?.DescendantNodes().OfType<VariableDeclaratorSyntax>() ?? Enumerable.Empty<VariableDeclaratorSyntax>())
        {
            if (local.SpanStart < call.SpanStart && local.Initializer?.Value is { } value && IsHandedOut(value, name) && Itself(call, local.Identifier.ValueText))
                return true;
        }

        return false;
    }

    /// <summary>
    /// <c>Monitor.Enter(_gate); try { return _inner.SendAsync(message); } finally { Monitor.Exit(_gate); }</c>: a lock of a thread cannot be held longer, and is meant
    /// for the beginning where somebody else does the work. Not where the type's own async method goes on without it.
    /// </summary>
    public static bool BeginsUnderThreadLock(IOperation call, StatementSyntax givenBack) =>
        call is not IInvocationOperation { TargetMethod.IsAsync: true, Instance: null or IInstanceReferenceOperation }
        && givenBack is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var guard, Name.Identifier.ValueText: var gives } } }
        && (call.SemanticModel?.GetSymbolInfo(guard).Symbol as ITypeSymbol ?? call.SemanticModel?.GetTypeInfo(guard).Type)?.Name is { } type
        && Locks.GivesBackOfThread(type, gives);

    /// <summary>
    /// <c>Buffer? b = null; try { if (fits) { b = Rent(); … } else { return SendAsync(message); } } finally { b?.Release(); }</c>: on the way of the statement the local
    /// has not been given anything.
    /// </summary>
    public static bool IsNothingThere(SyntaxNode statement, string name)
    {
        if (GuardPlaces.Function(statement) is not { } function || function.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(v => v.Identifier.ValueText == name) is not { Initializer.Value: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } })
            return false;
        return function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == name && IsStored(n)).All(n =>
            (n.SpanStart > statement.Span.End || StartSyntax.AreBranches(n, statement)) && CallShape.LoopAround(n)?.Span.Contains(statement.Span) != true);
    }

    private static bool IsStored(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax stored => stored.Left == name && !stored.Right.IsKind(SyntaxKind.NullLiteralExpression),
        ArgumentSyntax given => given.RefKindKeyword.RawKind != 0 || given.Parent is TupleExpressionSyntax,
        _ => false,
    };

    private static bool IsHandedOut(ExpressionSyntax value, string name)
    {
        if (value is AwaitExpressionSyntax { Expression: var task })
            value = task;
        if (value is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method } } || !(Disposals.HandsOut(method) || Disposals.ShowsMemory(method)))
            return false;
        ExpressionSyntax owner = value;
        while (owner is InvocationExpressionSyntax or MemberAccessExpressionSyntax)
            owner = owner is InvocationExpressionSyntax call ? call.Expression : ((MemberAccessExpressionSyntax)owner).Expression;
        return owner is IdentifierNameSyntax own && own.Identifier.ValueText == name;
    }

    /// <summary>
    /// True where the operation goes on with the object: it is called on it, or it is given to it whole, or as one of its properties. What is
    /// computed from it before the call is made (<c>stream.ToArray()</c>) does not need it any more.
    /// </summary>
    private static bool Itself(SyntaxNode call, string name)
    {
        foreach (var node in call.DescendantNodesAndSelf())
        {
            if (node is not IdentifierNameSyntax identifier || identifier.Identifier.ValueText != name || identifier.Parent is MemberAccessExpressionSyntax { Name: var member } && member == identifier || identifier.Parent is NameColonSyntax)
                continue;
            ExpressionSyntax place = identifier;
            while (place.Parent is MemberAccessExpressionSyntax access && access.Expression == place && access.Parent is not InvocationExpressionSyntax || place.Parent is PostfixUnaryExpressionSyntax || IsShown(place))
                place = (ExpressionSyntax)(IsShown(place) ? place.Parent!.Parent! : place.Parent!);
            if (place.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax } argument && !IsComputed(argument, call) && !(place is MemberAccessExpressionSyntax told && Disposals.TellsAbout(told.Name.Identifier.ValueText)))
                return true;
            if (place.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax own } && (own == call || IsChainOf(own, call)))
                return true;
            if (identifier.Ancestors().TakeWhile(a => a != call).Any(a => a is AnonymousFunctionExpressionSyntax))
                return true;
        }

        return false;
    }

    /// <summary>The memory of the object, or a part of it.</summary>
    private static bool IsShown(ExpressionSyntax place) =>
        place.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Parent: InvocationExpressionSyntax } access && access.Expression == place && Disposals.ShowsMemory(method);

    /// <summary>True where the argument belongs to a call inside whose result only is handed on.</summary>
    private static bool IsComputed(ArgumentSyntax argument, SyntaxNode call) =>
        argument.Parent?.Parent is InvocationExpressionSyntax inner && inner != call && !IsChainOf(inner, call) && inner.Ancestors().TakeWhile(a => a != call).Any(a => a is ArgumentSyntax);

    private static bool IsChainOf(InvocationExpressionSyntax inner, SyntaxNode call)
    {
        for (SyntaxNode node = inner; node != call; node = node.Parent)
        {
            if (node.Parent is null or ArgumentSyntax or AnonymousFunctionExpressionSyntax)
                return false;
        }

        return true;
    }
}
