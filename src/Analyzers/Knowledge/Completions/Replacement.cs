using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A function ends the object that it finds in a field, and puts a new one there.</summary>
/// <param name="Holder">The field or property.</param>
/// <param name="Look">Where it takes the old one out: the call that ends it, or the copy that is ended later.</param>
/// <param name="Store">Where it puts the new one.</param>
/// <param name="Function">The function.</param>
/// <param name="Model">The semantic model of its file.</param>
internal sealed record Replacement(ISymbol Holder, SyntaxNode Look, AssignmentExpressionSyntax Store, SyntaxNode Function, SemanticModel Model)
{
    /// <summary>True where a helper that it calls ends the old one.</summary>
    public bool IsByHelper { get; init; }

    /// <summary>The first <c>await</c> between the two; null for none.</summary>
    public AwaitExpressionSyntax? Wait { get; } = OfFunction<AwaitExpressionSyntax>(Function).FirstOrDefault(a => a.Span.End > Look.SpanStart && a.SpanStart < Store.SpanStart && !Store.Span.Contains(a.Span));

    /// <summary>The replacements of a file, one for each function and field; a file without the words is not looked at.</summary>
    public static IEnumerable<Replacement> In(SemanticModel model, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        if (!Renewals.Words.Any(index.MayContain))
            yield break;
        var seen = new HashSet<(SyntaxNode, string)>();
        foreach (var word in Renewals.Endings)
        {
            foreach (var name in NameIndex.Find(model.SyntaxTree, word, cancellationToken))
            {
                if (CallShape.CallOf(name) is not { } call || Receiver(name) is not { } receiver || CallShape.FunctionOf(call) is not { } function)
                    continue;
                var (look, field) = Source(receiver, call, function);
                if (field is null || seen.Contains((function, field.Identifier.ValueText)))
                    continue;
                if (StoreAfter(look, field, function) is not { } store)
                {
                    foreach (var (helped, later, caller) in ByHelper(function, field))
                    {
                        if (model.GetSymbolInfo(field, cancellationToken).Symbol is { } helperHolder && Renewals.Is(TypeOf(helperHolder)) && seen.Add((caller, helperHolder.Name)))
                            yield return new Replacement(helperHolder, helped, later, caller, model) { IsByHelper = true };
                    }

                    continue;
                }

                if (model.GetSymbolInfo(field, cancellationToken).Symbol is { } holder && Renewals.Is(TypeOf(holder)) && seen.Add((function, holder.Name)))
                    yield return new Replacement(holder, look, store, function, model);
            }
        }
    }

    /// <summary>The members of the type that call the function, which ends what is in the field and leaves it at that, and put a new one there.</summary>
    private static IEnumerable<(SyntaxNode Call, AssignmentExpressionSyntax Store, SyntaxNode Function)> ByHelper(SyntaxNode function, SimpleNameSyntax field)
    {
        if (function is not MethodDeclarationSyntax { Identifier.ValueText: var helper, ParameterList.Parameters.Count: 0, Parent: TypeDeclarationSyntax type } || OfFunction<AssignmentExpressionSyntax>(function).Any(a => Own(a.Left)?.Identifier.ValueText == field.Identifier.ValueText))
            yield break;
        foreach (var place in NameIndex.In(type, helper))
        {
            if (CallShape.CallOf(place) is { } call && CallShape.ReceiverOf(place) is null or ThisExpressionSyntax && CallShape.FunctionOf(call) is MethodDeclarationSyntax caller && caller != function && StoreAfter(call, field, caller) is { } store)
                yield return (call, store, caller);
        }
    }

    /// <summary>The nodes of a kind that the function runs itself.</summary>
    public static IEnumerable<T> OfFunction<T>(SyntaxNode function)
        where T : SyntaxNode => function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<T>();

    /// <summary>The type of a field or property that can be given another object; null for anything else.</summary>
    public static ITypeSymbol? TypeOf(ISymbol holder) => holder switch
    {
        IFieldSymbol { IsReadOnly: false } field => field.Type,
        IPropertySymbol { SetMethod: not null } property => property.Type,
        _ => null,
    };

    /// <summary>The name of a member of the object at hand, or of the type; null for anything else.</summary>
    public static SimpleNameSyntax? Own(ExpressionSyntax? expression)
    {
        while (expression is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax)
            expression = expression is PostfixUnaryExpressionSyntax sure ? sure.Operand : ((ParenthesizedExpressionSyntax)expression).Expression;
        return expression switch
        {
            IdentifierNameSyntax name => name,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name,
            _ => null,
        };
    }

    private static ExpressionSyntax? Receiver(SimpleNameSyntax name) => CallShape.ReceiverOf(name);

    /// <summary>Where the old object comes from: the field itself, or the field that a local is a copy of.</summary>
    private static (SyntaxNode Look, SimpleNameSyntax? Field) Source(ExpressionSyntax receiver, InvocationExpressionSyntax call, SyntaxNode function)
    {
        if (Own(receiver) is not { } name)
            return (call, null);
        if (receiver is IdentifierNameSyntax && OfFunction<VariableDeclaratorSyntax>(function).FirstOrDefault(v => v.Identifier.ValueText == name.Identifier.ValueText) is { } copy)
            return (copy, Own(copy.Initializer?.Value));
        return (call, name);
    }

    /// <summary>The place further down where the field gets a new object; null where no way leads there.</summary>
    public static AssignmentExpressionSyntax? StoreAfter(SyntaxNode look, SimpleNameSyntax field, SyntaxNode function) =>
        OfFunction<AssignmentExpressionSyntax>(function).FirstOrDefault(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) && a.SpanStart > look.SpanStart && Own(a.Left)?.Identifier.ValueText == field.Identifier.ValueText && IsNew(a.Right, function) && LeadsTo(look, a));

    private static bool IsNew(ExpressionSyntax value, SyntaxNode function, bool copies = true) => value switch
    {
        BaseObjectCreationExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var maker } } => Array.IndexOf(Renewals.Makers, maker) >= 0,
        IdentifierNameSyntax name => copies && OfFunction<VariableDeclaratorSyntax>(function).Any(v => v.Identifier.ValueText == name.Identifier.ValueText && v.Initializer is { Value: var made } && IsNew(made, function, copies: false)),
        _ => false,
    };

    /// <summary>True where control comes from the one to the other: they stand in no two branches, and what stands around the first does not leave.</summary>
    public static bool LeadsTo(SyntaxNode first, SyntaxNode second)
    {
        for (var node = first; node.Parent is { } parent; node = parent)
        {
            if (parent.Span.Contains(second.Span))
                return parent is not (IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax) && !(parent is TryStatementSyntax && node is CatchClauseSyntax);
            if (parent is BlockSyntax { Statements: var inner } && inner.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax)
                return false;
            if (parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax)
                return false;
        }

        return false;
    }
}
