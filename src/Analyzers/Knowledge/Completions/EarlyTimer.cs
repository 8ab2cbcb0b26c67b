using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A timer that is due at once is made and put into a field that its callback uses: the callback can come before the field has it.</summary>
/// <param name="Holder">The field or property.</param>
/// <param name="Store">Where it is made and stored.</param>
/// <param name="Use">Where the callback uses it.</param>
/// <param name="Callback">The callback.</param>
internal sealed record EarlyTimer(ISymbol Holder, AssignmentExpressionSyntax Store, SyntaxNode Use, ExpressionSyntax Callback)
{
    /// <summary>The early timers of a file; one without the word is not looked at.</summary>
    public static IEnumerable<EarlyTimer> In(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var name in NameIndex.Find(model.SyntaxTree, Renewals.Timer, cancellationToken))
        {
            foreach (var (store, creation) in Stores(name))
            {
                if (Replacement.Own(store.Left) is not { } field || creation.ArgumentList is not { Arguments: [var callback, _, var due, _] } || !IsAtOnce(due.Expression))
                    continue;
                if (model.GetSymbolInfo(field, cancellationToken).Symbol is not (IFieldSymbol or IPropertySymbol) and not null || model.GetTypeInfo(creation, cancellationToken).Type is not { Name: Renewals.Timer } type || !type.IsIn("System.Threading"))
                    continue;
                var holder = model.GetSymbolInfo(field, cancellationToken).Symbol;
                if (holder is not null && BodyOf(callback.Expression, model, cancellationToken) is { } body && UseOf(field.Identifier.ValueText, body) is { } use && !(InLock(store) && InLock(use)))
                    yield return new EarlyTimer(holder, store, use, callback.Expression);
            }
        }
    }

    /// <summary>The assignments of new timers where the name stands: in the creation, or in the declaration of the field that says what is created.</summary>
    private static IEnumerable<(AssignmentExpressionSyntax Store, BaseObjectCreationExpressionSyntax Creation)> Stores(SimpleNameSyntax name)
    {
        TypeSyntax type = name.Parent is QualifiedNameSyntax qualified ? qualified : name;
        if (type.Parent is ObjectCreationExpressionSyntax { Parent: AssignmentExpressionSyntax store } creation && creation.Type == type)
        {
            yield return (store, creation);
            yield break;
        }

        if (type.Parent is NullableTypeSyntax nullable)
            type = nullable;
        if (type.Parent is not VariableDeclarationSyntax { Parent: FieldDeclarationSyntax { Parent: TypeDeclarationSyntax declaring } } declaration)
            yield break;
        foreach (var field in declaration.Variables.SelectMany(v => NameIndex.In(declaring, v.Identifier.ValueText)))
        {
            ExpressionSyntax place = field.Parent is MemberAccessExpressionSyntax own && own.Name == field ? own : field;
            if (place.Parent is AssignmentExpressionSyntax { Right: ImplicitObjectCreationExpressionSyntax made } assignment && assignment.Left == place && Replacement.Own(place) == field)
                yield return (assignment, made);
        }
    }

    /// <summary>True where the use stands in a try whose catch takes whatever is thrown, and goes on.</summary>
    public bool IsCaught => Use.Ancestors().OfType<TryStatementSyntax>().Any(t => t.Block.Span.Contains(Use.Span)
        && t.Catches.Any(c => c.Declaration?.Type.ToString() is null or "Exception" or "System.Exception" && c.Filter is null && !c.Block.DescendantNodes().Any(n => n is ThrowStatementSyntax)));

    private static bool IsAtOnce(ExpressionSyntax due) => due is LiteralExpressionSyntax { Token.Value: 0 or 0L or 0U } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero" };

    private static SyntaxNode? BodyOf(ExpressionSyntax callback, SemanticModel model, CancellationToken cancellationToken)
    {
        if (callback is AnonymousFunctionExpressionSyntax lambda)
            return lambda.Body is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: SimpleNameSyntax called } ? Declared(called, model, cancellationToken) : lambda;
        return callback is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } ? Declared(callback, model, cancellationToken) : null;
    }

    private static SyntaxNode? Declared(ExpressionSyntax callback, SemanticModel model, CancellationToken cancellationToken)
    {
        var info = model.GetSymbolInfo(callback, cancellationToken);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault())?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
    }

    /// <summary>A use of the field that fails where there is nothing yet; null where the callback asks whether there is, or has waited before.</summary>
    private static SyntaxNode? UseOf(string field, SyntaxNode body)
    {
        var uses = Replacement.OfFunction<SimpleNameSyntax>(body).Where(n => n.Identifier.ValueText == field).ToList();
        if (uses.Any(u => Whole(u).Parent is ConditionalAccessExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or AssignmentExpressionSyntax))
            return null;
        return uses.Select(Whole).FirstOrDefault(u => u.Parent is MemberAccessExpressionSyntax access && access.Expression == u && !Replacement.OfFunction<AwaitExpressionSyntax>(body).Any(a => a.SpanStart < u.SpanStart && !a.Span.Contains(u.Span)));
    }

    private static ExpressionSyntax Whole(SimpleNameSyntax name)
    {
        ExpressionSyntax result = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        return result.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure ? sure : result;
    }

    private static bool InLock(SyntaxNode node) => node.Ancestors().Any(n => n is LockStatementSyntax);
}
