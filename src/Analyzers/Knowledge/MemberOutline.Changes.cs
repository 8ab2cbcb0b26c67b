using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <content>What is changed, by the names that stand there.</content>
internal sealed partial class MemberOutline
{
    private void Change(ExpressionSyntax target, bool inPlace = false)
    {
        switch (target)
        {
            case IdentifierNameSyntax name when inPlace && IsOwn(name.Identifier.ValueText):
                break;
            case IdentifierNameSyntax name:
                _changed.Add((name.Identifier.ValueText, inPlace));
                break;
            case TupleExpressionSyntax tuple:
                foreach (var argument in tuple.Arguments)
                    Change(argument.Expression, inPlace);
                break;
            case DeclarationExpressionSyntax:
                break;
            case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax:
                Change((ExpressionSyntax)target.ChildNodes().First(), inPlace);
                break;
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } member:
                _changed.Add((member.Name.Identifier.ValueText, true));
                break;
            case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax local } when IsOwn(local.Identifier.ValueText):
                break;
            case MemberAccessExpressionSyntax { Expression: var owner } member:
                if (owner is IdentifierNameSyntax through && !_locals.Contains(through.Identifier.ValueText))
                    ChangesThrough = With(ChangesThrough, through.Identifier.ValueText);
                Change(owner, inPlace: true);
                _changed.Add((member.Name.Identifier.ValueText, true));
                break;
            case ElementAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax }:
                ChangesUnnamed = true;
                break;
            case ElementAccessExpressionSyntax { Expression: var owner }:
                Change(owner, inPlace: true);
                break;
            case ThisExpressionSyntax or BaseExpressionSyntax:
                break;
            default:
                ChangesUnnamed = true;
                break;
        }
    }

    /// <summary>True for a local that holds an object made or fetched here; lambdas apart, its members are its method's own business.</summary>
    private bool IsOwn(string local) => !_hasFunctions && (_fresh.Contains(local) || _fetched.Contains(local));

    private static string FirstName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => access.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => FirstName(access.Expression),
        ElementAccessExpressionSyntax access => FirstName(access.Expression),
        _ => "",
    };

    private static string LastName(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "",
    };
}
