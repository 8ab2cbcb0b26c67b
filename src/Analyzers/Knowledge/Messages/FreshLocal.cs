using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>A local that holds an object made here, for as long as nobody else knows the object.</summary>
internal static class FreshLocal
{
    /// <summary>
    /// True where the local was declared with <c>new</c>, is never assigned again or captured, and until the place (on every turn of a loop
    /// around it) nothing but members of the object are read and set.
    /// </summary>
    /// <param name="local">The local.</param>
    /// <param name="place">The place.</param>
    /// <param name="model">The meaning of the file.</param>
    /// <param name="mayBeSent">True where the object may have been sent: the receiver is to keep what it got.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static bool IsOwnAt(ILocalSymbol local, SyntaxNode place, SemanticModel model, bool mayBeSent, CancellationToken cancellationToken)
    {
        if (local.DeclaringSyntaxReferences.Length != 1
            || local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax, Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Parent: { } block } } declarator)
        {
            return false;
        }

        // At the top level of a program the statements stand side by side in the unit.
        var scope = block is GlobalStatementSyntax ? block.Parent! : block;
        var function = FunctionOf(declarator);
        foreach (var name in NameIndex.In(scope, local.Name))
        {
            if (name.SpanStart < declarator.SpanStart || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, local))
                continue;
            if (FunctionOf(name) != function || IsAssigned(name))
                return false;
            if (!IsOnlyAsked(name, model, cancellationToken) && !(mayBeSent && IsSent(name, model, cancellationToken)) && (name.SpanStart < place.SpanStart || SharesLoop(name, place, declarator)))
                return false;
        }

        return !scope.DescendantNodes().Any(n => n is GotoStatementSyntax or LabeledStatementSyntax);
    }

    /// <summary>True where the name stands in front of a field or property, and no more.</summary>
    private static bool IsOnlyAsked(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Expression == name && model.GetSymbolInfo(access, cancellationToken).Symbol is IFieldSymbol or IPropertySymbol;

    private static bool IsSent(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken) =>
        name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && Senders.RowOf(method) is not null;

    private static bool IsAssigned(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple && assignment.Left == tuple,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } => true,
        _ => false,
    };

    /// <summary>True where a loop that the declaration is not part of leads from the one back to the other.</summary>
    private static bool SharesLoop(SyntaxNode name, SyntaxNode place, SyntaxNode declarator) =>
        name.Ancestors().Any(a => a is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && a.Span.Contains(place.Span) && !a.Span.Contains(declarator.Span));

    private static SyntaxNode? FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax || a is AccessorDeclarationSyntax);
}
