using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the syntax around an access tells about the life of the object in it.</summary>
internal static class Handles
{
    /// <summary>The method that is called on what is read: of <c>_cts</c> in <c>_cts?.Cancel()</c> it is <c>Cancel</c>; empty for none, and for what a call has taken out.</summary>
    public static string CalledOn(Site site)
    {
        return site.Node is { } node and not InvocationExpressionSyntax ? CalledOn(node) : "";
    }

    private static string CalledOn(SyntaxNode? node)
    {
        while (node?.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            node = node.Parent;
        if (node is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Parent is ConditionalAccessExpressionSyntax or MemberAccessExpressionSyntax)
            node = own;
        var call = node?.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == node => access.Name,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } access when access.Expression == node => binding.Name,
            _ => null,
        };
        return call?.Identifier.ValueText ?? "";
    }

    /// <summary>The calls that end what is read or taken out here, on the spot or through the local into which it is put, with their places.</summary>
    public static IEnumerable<(string Call, int At)> Endings(Site site)
    {
        if (CalledOn(site) is { Length: > 0 } direct && Revocations.Ends(direct))
            yield return (direct, site.Start);
        var node = site.Node;
        while (node?.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            node = node.Parent;
        if (node?.Parent is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var taken } } } access && access.Expression == node && node is InvocationExpressionSyntax && Revocations.Ends(taken))
            yield return (taken, access.SpanStart);
        var copy = node?.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
            IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax found } } => found.Identifier.ValueText,
            IsPatternExpressionSyntax { Pattern: DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax found } } => found.Identifier.ValueText,
            _ => null,
        };
        var body = copy is null ? null : node!.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        if (body is null)
            yield break;
        foreach (var name in NameIndex.In(body, copy!))
        {
            if (name.SpanStart > node!.SpanStart && CalledOn(name) is { Length: > 0 } call && Revocations.Ends(call))
                yield return (call, name.SpanStart);
        }
    }

    /// <summary>True where what is written is nothing: <c>null</c>, <c>default</c>.</summary>
    public static bool IsCleared(Write write) =>
        write.Constant == ConstantKind.Null
        || (write.Site.Node is AssignmentExpressionSyntax { Right: var value } && (value is DefaultExpressionSyntax || value.IsKind(SyntaxKind.DefaultLiteralExpression)));

    /// <summary>True where a token is asked between the two places whether it has been canceled: whoever comes second cancels the first.</summary>
    public static bool AsksWhetherCanceled(Site wait, Site end)
    {
        if (wait.Node is not { } from || end.Node is not { } to || from.SyntaxTree != to.SyntaxTree || from.Span.End >= to.SpanStart)
            return false;
        var body = to.AncestorsAndSelf().FirstOrDefault(n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        return body is not null && body.DescendantNodes(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(from.Span.End, to.SpanStart))
            .Any(n => n is IdentifierNameSyntax name && name.SpanStart >= from.Span.End && name.Span.End <= to.SpanStart && Revocations.IsAsked(name.Identifier.ValueText));
    }

    /// <summary>True where the exception that tells of a cancellation during the wait is caught and does not lead on to the place.</summary>
    public static bool LeavesWhenCanceled(Site wait, Site end)
    {
        foreach (var guarded in wait.Node?.Ancestors().OfType<TryStatementSyntax>() ?? Enumerable.Empty<TryStatementSyntax>())
        {
            if (!guarded.Block.Span.Contains(wait.Node!.Span))
                continue;
            if (guarded.Finally is { } cleanUp && end.Node is { } to && cleanUp.Span.Contains(to.Span))
                return false;
            if (guarded.Catches.FirstOrDefault(c => IsCanceled(c)) is { } caught)
                return !(end.Node is { } inside && caught.Span.Contains(inside.Span)) && caught.Block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;
        }

        return false;
    }

    private static bool IsCanceled(CatchClauseSyntax caught) => caught.Declaration?.Type is { } type
        && Revocations.IsCanceled(type is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : (type as SimpleNameSyntax)?.Identifier.ValueText ?? "");
}
