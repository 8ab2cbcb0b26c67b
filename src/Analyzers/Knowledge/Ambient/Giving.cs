using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>What comes after a set in its function.</summary>
internal enum Afterwards
{
    /// <summary>Nothing that could see the value: the function ends.</summary>
    Nothing,

    /// <summary>Time passes, and no code of the program runs.</summary>
    Pauses,

    /// <summary>Code that may see it.</summary>
    Code,
}

/// <summary>Whether a set is meant to stay, or for a while only; and who in its own function can see it.</summary>
internal static class Giving
{
    /// <summary>True where the set leaves a value that is to stay when the function ends: it is the last, no <c>finally</c> and nothing named so takes it back, and it is none from before.</summary>
    public static bool IsMeantToStay(AmbientUse set, AmbientLife life, CancellationToken cancellationToken)
    {
        if (set.Function is null || CallShape.NameOfMember(set.Node).HasWord(AmbientApi.EndWords) || set.Node.FirstAncestorOrSelf<UsingStatementSyntax>(u => u.Declaration?.Span.Contains(set.Node.Span) == true || u.Expression?.Span.Contains(set.Node.Span) == true) is not null
            || set.Node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { UsingKeyword.RawKind: not 0 })
            return false;
        foreach (var other in life.Sets)
        {
            if (other.Function != set.Function)
                continue;
            if (other.Node.Ancestors().TakeWhile(n => n != set.Function).Any(n => n is FinallyClauseSyntax or CatchClauseSyntax) || (other.Node != set.Node && other.Node.SpanStart > set.Node.SpanStart && IsOfBefore(other, life, cancellationToken)))
                return false;
        }

        return !IsOfBefore(set, life, cancellationToken);
    }

    /// <summary>What the rest of the function can see.</summary>
    public static Afterwards After(AmbientUse set, AmbientLife life, CancellationToken cancellationToken)
    {
        var function = set.Function!;
        if (life.Reads.Any(r => r.Function == function && r.Node != set.Node && AmbientUse.Follows(set.Node, r.Node)))
            return Afterwards.Code;
        var result = Afterwards.Nothing;
        if (CallShape.LoopAround(set.Node) is not null || set.Node.Ancestors().TakeWhile(n => n != function).Any(n => n is UsingStatementSyntax or LockStatementSyntax))
            return Afterwards.Code;
        var isArgument = set.Node.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AwaitExpressionSyntax { Parent: ExpressionStatementSyntax });
        if (isArgument)
            return Afterwards.Code;
        foreach (var node in function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && node.SpanStart < set.Node.SpanStart)
                return Afterwards.Code;
            if (node is AnonymousFunctionExpressionSyntax && node.SpanStart > set.Node.Span.End)
                return Afterwards.Code;
            if (node.SpanStart < set.Node.Span.End || StartSyntax.AreBranches(set.Node, node) || node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or InterpolatedStringExpressionSyntax or MemberAccessExpressionSyntax or CommonForEachStatementSyntax or YieldStatementSyntax or IdentifierNameSyntax))
                continue;
            if (EndsBefore(set.Node, node))
                continue;
            switch (node)
            {
                case AwaitExpressionSyntax:
                    result = Afterwards.Pauses;
                    break;
                case InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax:
                    var called = set.Model.GetSymbolInfo(node, cancellationToken).Symbol as IMethodSymbol;
                    if (called is null ? !node.ToString().StartsWith("nameof(", StringComparison.Ordinal) : called.MethodKind == MethodKind.DelegateInvoke || !AmbientApi.IsPause(called) && !AmbientApi.IsQuiet(called))
                        return Afterwards.Code;
                    break;
                case MemberAccessExpressionSyntax or IdentifierNameSyntax:
                    // A property of the program runs code; one of the platform is as good as a field.
                    if (node.Parent is not MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax } && set.Model.GetSymbolInfo(node, cancellationToken).Symbol is IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: false } property && !IsPlain(property, cancellationToken))
                        return Afterwards.Code;
                    break;
                default:
                    return Afterwards.Code;
            }
        }

        return result;
    }

    /// <summary>True for an automatic property, which runs no code.</summary>
    private static bool IsPlain(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors } && accessors.Accessors.All(a => a.Body is null && a.ExpressionBody is null);

    /// <summary>True where the function has ended before it comes to the node.</summary>
    private static bool EndsBefore(SyntaxNode from, SyntaxNode to)
    {
        for (var node = from; node is not null && !node.Span.Contains(to.Span); node = node.Parent)
        {
            if (node is StatementSyntax { Parent: BlockSyntax block } && !block.Span.Contains(to.Span) && block.Statements.Last() is ReturnStatementSyntax or ThrowStatementSyntax)
                return true;
        }

        return false;
    }

    /// <summary>True where the set takes the value away, or brings back one from before.</summary>
    private static bool IsOfBefore(AmbientUse set, AmbientLife life, CancellationToken cancellationToken)
    {
        var value = set.Value;
        while (value is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or CastExpressionSyntax)
            value = value switch { ParenthesizedExpressionSyntax p => p.Expression, CastExpressionSyntax c => c.Expression, _ => ((PostfixUnaryExpressionSyntax)value).Operand };
        if (value is null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.FalseLiteralExpression } or DefaultExpressionSyntax)
            return true;
        if (value.DescendantNodesAndSelf().Any(n => life.Reads.Any(r => r.Node == n || r.Origin == n)) || set.Reads && !set.OnlyIfEmpty)
            return true;
        var model = AmbientCalls.ModelOf(value, set.Model);
        if (model.GetConstantValue(value, cancellationToken) is { HasValue: true, Value: null or false or 0 or "" })
            return true;
        var name = value switch { SimpleNameSyntax simple => simple, MemberAccessExpressionSyntax access => access.Name, ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name, _ => null };
        if (name is null)
            return false;
        if (name.Identifier.ValueText.HasWord(AmbientApi.EarlierWords))
            return true;
        return model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
            && declared[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } beginning } && beginning.DescendantNodesAndSelf().Any(n => life.Reads.Any(r => r.Node == n));
    }
}
