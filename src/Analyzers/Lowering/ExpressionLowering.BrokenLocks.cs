using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// <c>lock</c> on a <c>System.Threading.Lock</c> in code with nullable annotations: Roslyn 5 gives an invalid operation for the statement and
/// the body without a region. The guard is taken where the operation stands, and given back where the first operation outside the
/// statement follows one inside it.
/// </summary>
internal sealed partial class ExpressionLowering
{
    private readonly Dictionary<LockStatementSyntax, AccessPath> _brokenLocks = new();

    private bool TryLowerBrokenLock(IOperation operation)
    {
        if (operation is not IExpressionStatementOperation { Syntax: LockStatementSyntax statement, Operation: IInvalidOperation invalid } || invalid.ChildOperations.Count != 1)
            return false;
        var held = LowerReceiver(invalid.ChildOperations.First());
        if (held.Path is { } path)
        {
            _brokenLocks[statement] = path;
            Emit(new Acquire(NewSlot(), path, LockKind.Thread, AcquireMode.Now, new Site(statement.Expression)));
        }

        return true;
    }

    /// <summary>Gives back the locks whose statement ended between two operations.</summary>
    private void LeaveBrokenLocks(SyntaxNode? before, SyntaxNode? next)
    {
        if (_brokenLocks.Count == 0 || before is null)
            return;
        foreach (var entry in _brokenLocks)
        {
            if (IsInside(before, entry.Key) && (next is null || !IsInside(next, entry.Key)))
                Emit(new Release(entry.Value, new Site(entry.Key)) { OfThread = true });
        }
    }

    /// <summary>The same where the statement ended with the block before this one.</summary>
    private void LeaveBrokenLocks(BasicBlock block)
    {
        if (_brokenLocks.Count == 0 || First(block) is not { } next)
            return;
        foreach (var branch in block.Predecessors)
            LeaveBrokenLocks(Last(branch.Source), next);
    }

    private static SyntaxNode? First(BasicBlock block) => block.Operations.IsEmpty ? block.BranchValue?.Syntax : block.Operations[0].Syntax;

    private static SyntaxNode? Last(BasicBlock block) => block.BranchValue?.Syntax ?? (block.Operations.IsEmpty ? null : block.Operations[block.Operations.Length - 1].Syntax);

    private static bool IsInside(SyntaxNode node, LockStatementSyntax statement) =>
        node == statement || (node.SyntaxTree == statement.SyntaxTree && statement.Statement.Span.Contains(node.Span));
}
