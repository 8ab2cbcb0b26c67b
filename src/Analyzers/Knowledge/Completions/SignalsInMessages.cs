using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>
/// Signals that travel in a message: who asks keeps one in a local and puts it into the message, <c>new Ask(text, answer)</c>; who gets the message completes
/// it as a member of that, <c>ask.Answer.SetResult(…)</c>.
/// </summary>
internal static class SignalsInMessages
{
    /// <summary>The locals and parameters whose object is put into the member where a message is made.</summary>
    /// <param name="member">The field or property of the message.</param>
    /// <param name="scope">Where messages are made.</param>
    /// <param name="model">The model of that file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IEnumerable<(ISymbol Local, SyntaxNode Member)> LocalsBehind(ISymbol member, SyntaxNode scope, SemanticModel model, CancellationToken cancellationToken)
    {
        if (member.IsStatic || member.ContainingType is not { } message)
            yield break;
        foreach (var name in NameIndex.In(scope, message.Name))
        {
            if (name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is not { } making || !making.Type.Span.Contains(name.Span))
                continue;
            var given = Initialized(making, member) ?? Passed(making, member, model, cancellationToken);
            if (given is IdentifierNameSyntax value && model.GetSymbolInfo(value, cancellationToken).Symbol is (ILocalSymbol or IParameterSymbol) and { } local && CallShape.MemberOf(making) is { } owner)
                yield return (local, owner);
        }
    }

    private static ExpressionSyntax? Initialized(ObjectCreationExpressionSyntax making, ISymbol member) =>
        making.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax target && target.Identifier.ValueText == member.Name)?.Right;

    /// <summary>What is given for the parameter of the member's name, as records and plain constructors have it.</summary>
    private static ExpressionSyntax? Passed(ObjectCreationExpressionSyntax making, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (making.ArgumentList is not { Arguments: { Count: > 0 } arguments } || model.GetSymbolInfo(making, cancellationToken).Symbol is not IMethodSymbol constructor || !SymbolEqualityComparer.Default.Equals(constructor.ContainingType.OriginalDefinition, member.ContainingType.OriginalDefinition))
            return null;
        var parameter = constructor.Parameters.FirstOrDefault(p => string.Equals(p.Name, member.Name.TrimStart('_'), StringComparison.OrdinalIgnoreCase));
        if (parameter is null)
            return null;
        return arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)?.Expression
            ?? (parameter.Ordinal < arguments.Count && arguments.Take(parameter.Ordinal + 1).All(a => a.NameColon is null) ? arguments[parameter.Ordinal].Expression : null);
    }
}
