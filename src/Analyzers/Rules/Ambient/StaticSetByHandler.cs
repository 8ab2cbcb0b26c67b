using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>
/// The handler of an AsyncLocal runs whenever a thread takes up another flow, on that thread. What it copies into a slot of the thread is
/// right; what it copies into a static is overwritten by the next thread that does the same (<see cref="StaticFieldUsedAsContext"/>).
/// </summary>
internal static class StaticSetByHandler
{
    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(AmbientLife life, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (life.Handler is not { } handler || handler.SyntaxTree != model.SyntaxTree || BodyOf(handler, model, cancellationToken) is not { } body)
            yield break;
        foreach (var set in body.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (!set.IsKind(SyntaxKind.SimpleAssignmentExpression) || !set.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == AmbientApi.NewValue))
                continue;
            if (model.GetSymbolInfo(set.Left, cancellationToken).Symbol is not { IsStatic: true, DeclaringSyntaxReferences.IsEmpty: false } target || knowledge.LocationOf(target) is not { } shared || !StaticScope.IsShared(shared))
                continue;
            if (ReadElsewhere(target, body, model, cancellationToken) is { } read)
                yield return PlaceFinding.Of(StaticFieldUsedAsContext.Declared, set, true, new[] { read }, FixKinds.None, target.Name, $"read by all threads in '{CallShape.NameOfMember(read)}'", $"the handler of '{life.Holder.Name}' sets it anew whenever a thread takes up another flow");
        }
    }

    /// <summary>The lambda, or the method of the same file.</summary>
    private static SyntaxNode? BodyOf(ExpressionSyntax handler, SemanticModel model, CancellationToken cancellationToken)
    {
        if (handler is AnonymousFunctionExpressionSyntax)
            return handler;
        var info = model.GetSymbolInfo(handler, cancellationToken);
        var body = (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method ? method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) : null;
        return body?.SyntaxTree == model.SyntaxTree ? body : null;
    }

    /// <summary>Where another function of the file reads the static; what only the handler knows is nobody's context.</summary>
    private static SyntaxNode? ReadElsewhere(ISymbol target, SyntaxNode body, SemanticModel model, CancellationToken cancellationToken) =>
        NameIndex.Find(model.SyntaxTree, target.Name, cancellationToken).FirstOrDefault(n => !body.Span.Contains(n.Span)
            && (n.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != n)
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n, cancellationToken).Symbol, target));
}
