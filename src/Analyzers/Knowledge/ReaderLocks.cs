using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Reader locks around the start of work. Readers do not keep each other out, so that the lock is there for what the writers do; where these
/// only set a flag, it answers whether work may still begin, and has done so when it has begun.
/// </summary>
internal static class ReaderLocks
{
    private const string Leaving = "ExitReadLock";

    /// <summary>True where the call leaves a reader lock whose writers, all in the same declaration, only set flags.</summary>
    /// <param name="leave">The call at the end of the work.</param>
    public static bool IsForAFlag(InvocationExpressionSyntax leave)
    {
        if (leave.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: Leaving } access || TypeSyntaxFacts.LastName(access.Expression) is not { } guard || leave.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        var writers = type.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnterWriteLock" or "TryEnterWriteLock" or "EnterUpgradeableReadLock" } enter && TypeSyntaxFacts.LastName(enter.Expression) == guard).ToList();
        return writers.Count > 0 && writers.TrueForAll(static w => w.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement && SetsFlags(block.Statements, block.Statements.IndexOf(statement) + 1));
    }

    /// <summary>True where nothing but flags is set from there to where the writer leaves.</summary>
    private static bool SetsFlags(SyntaxList<StatementSyntax> statements, int from)
    {
        for (var i = from; i < statements.Count; i++)
        {
            switch (statements[i])
            {
                case TryStatementSyntax guarded:
                    return SetsFlags(guarded.Block.Statements, 0);
                case IfStatementSyntax { Statement: ReturnStatementSyntax }:
                case IfStatementSyntax { Statement: BlockSyntax { Statements: { Count: 1 } only } } when only[0] is ReturnStatementSyntax:
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax } }:
                    break;
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ExitWriteLock" or "ExitUpgradeableReadLock" } } }:
                    return true;
                default:
                    return false;
            }
        }

        return true;
    }
}
