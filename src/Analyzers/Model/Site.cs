using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Model;

/// <summary>Where in the source an event stands. Text is made only when a message asks for it.</summary>
/// <param name="Node">The syntax; null in hand-built bodies.</param>
internal sealed record Site(SyntaxNode? Node)
{
    private const int MaxText = 60;
    private readonly string? _name;

    /// <summary>A place in a hand-built body.</summary>
    public Site(string name) : this((SyntaxNode?)null) => _name = name;

    /// <summary>The place for diagnostics.</summary>
    public Location Location => Node?.GetLocation() ?? Location.None;

    /// <summary>True where something is called there.</summary>
    public bool ContainsCall => Node is not null && Node.DescendantNodesAndSelf().Any(static n => n is InvocationExpressionSyntax);

    /// <summary>The position in its file, to order findings and to tell sites apart.</summary>
    public int Start => Node?.SpanStart ?? 0;

    /// <summary>
    /// The whole condition that this part of one belongs to: of <c>a</c> in <c>if (a &amp;&amp; b)</c> the conjunction. An identity to compare;
    /// null in hand-built bodies.
    /// </summary>
    public object? WholeCondition
    {
        get
        {
            var node = Node;
            while (node?.Parent is ExpressionSyntax or PatternSyntax)
                node = node.Parent;
            return node;
        }
    }

    /// <summary>True where both are parts of conditions that are written alike, in two places, and have several parts.</summary>
    public bool RepeatsConditionOf(Site earlier) =>
        Node is not null && earlier.Node is not null && !ReferenceEquals(Node, earlier.Node)
        && WholeCondition is BinaryExpressionSyntax whole && earlier.WholeCondition is BinaryExpressionSyntax before && !ReferenceEquals(whole, before)
        && whole.RawKind == before.RawKind && whole.IsEquivalentTo(before, topLevel: false);

    /// <summary>True where what stands there is emptied at once: <c>_buffer.Clear()</c>, <c>_text.Length = 0</c>.</summary>
    public bool IsEmptied => (Node?.Parent is PostfixUnaryExpressionSyntax { Parent: { } around } ? around : Node?.Parent) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clear" or "Reset" or "Initialize" or "SetLength", Parent: InvocationExpressionSyntax } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Position", Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } access => assignment.Left == access,
        _ => false,
    };

    /// <summary>True where another value stands in for what is not there, and nothing is put in its place: <c>_name ?? "none"</c>, <c>_user ?? throw …</c>.</summary>
    public bool HasStandIn => Node?.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: LiteralExpressionSyntax or ThrowExpressionSyntax } choice && choice.Left == Node;

    /// <summary>1 where a number there goes up, -1 where it goes down, 0 otherwise.</summary>
    public int StepSign => (Node as ExpressionSyntax is { Parent: PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax } part ? part.Parent : Node)?.Kind() switch
    {
        SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.AddAssignmentExpression => 1,
        SyntaxKind.PostDecrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.SubtractAssignmentExpression => -1,
        _ => 0,
    };

    /// <summary>True where a plain name is assigned: what is put there was kept as it is.</summary>
    public bool IsCopied => (Node as AssignmentExpressionSyntax ?? Node?.Parent as AssignmentExpressionSyntax) is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: IdentifierNameSyntax };

    /// <summary>True where an object is made.</summary>
    public bool IsCreation => Node is BaseObjectCreationExpressionSyntax;

    /// <summary>True for a wait that does not come back to the context it began in.</summary>
    public bool LeavesContext => Node is not null && Node.ToString().Contains("ConfigureAwait(false)");

    /// <summary>The source on one line, at most 60 characters, for messages.</summary>
    public string Text
    {
        get
        {
            if (Node is null)
                return _name ?? "";
            var (source, span) = (Node.SyntaxTree.GetText(), Shown(Node));
            var text = new StringBuilder(MaxText + 1);
            var apart = false;
            for (var at = span.Start; at < span.End && text.Length <= MaxText; at++)
            {
                var c = source[at];
                if (c is ' ' or '\t' or '\r' or '\n')
                {
                    apart = text.Length > 0;
                    continue;
                }

                if (apart)
                    text.Append(' ');
                apart = false;
                text.Append(c);
            }

            return text.Length <= MaxText ? text.ToString() : text.ToString(0, MaxText - 1) + "…";
        }
    }

    /// <summary>Of a loop or a statement with a body its head; of what is disposed at the end of its block the whole declaration.</summary>
    private static TextSpan Shown(SyntaxNode node) => node switch
    {
        CommonForEachStatementSyntax loop => TextSpan.FromBounds(loop.SpanStart, loop.CloseParenToken.Span.End),
        ExpressionSyntax { Parent: UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } use } when use.Expression == node => TextSpan.FromBounds(use.SpanStart, use.CloseParenToken.Span.End),
        UsingStatementSyntax use => TextSpan.FromBounds(use.SpanStart, use.CloseParenToken.Span.End),
        LockStatementSyntax held => TextSpan.FromBounds(held.SpanStart, held.CloseParenToken.Span.End),
        VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } declared } => TextSpan.FromBounds(declared.SpanStart, node.Span.End),
        _ => node.Span,
    };

    /// <inheritdoc/>
    public bool Equals(Site? other) => other is not null && ReferenceEquals(Node, other.Node) && _name == other._name;

    /// <inheritdoc/>
    public override int GetHashCode() => Node?.GetHashCode() ?? _name?.GetHashCode() ?? 0;
}
